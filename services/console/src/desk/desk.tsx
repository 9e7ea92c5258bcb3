import { useEffect, useRef, useState } from 'react';
import { agentConversationPath, post } from '../api.ts';
import { ConnectionBanner, Problem } from '../ui/components.tsx';
import { useOutbox } from '../use-outbox.ts';
import { CallbackCard } from './callback-card.tsx';
import { ConversationList } from './conversation-list.tsx';
import { OfferCard } from './offer-card.tsx';
import { PresenceBar } from './presence-bar.tsx';
import { useDesk } from './use-desk.ts';
import { Workspace } from './workspace.tsx';

const TITLE = 'Warmline';

/** Selects the oldest conversation until the agent selects another one or accepts an offer. */
const useSelection = (ids: readonly string[]) => {
  const [chosen, setChosen] = useState<string>();
  const isKnown = chosen !== undefined && ids.includes(chosen);
  return { selected: isKnown ? chosen : ids[0], select: setChosen };
};

export const Desk = () => {
  const desk = useDesk();
  const { view, session } = desk;
  const { selected, select } = useSelection(view.conversations.map((assignment) => assignment.handoffId));
  const assignment = view.conversations.find((each) => each.handoffId === selected);
  const isPresent = session.requestedPresence !== 'offline' && view.agent !== undefined;
  const [drafts, setDrafts] = useState<Readonly<Record<string, string>>>({});
  const outbox = useOutbox((item) =>
    post(`${agentConversationPath(session.agentId, item.to)}/messages`, { text: item.text }, item.key),
  );
  const pendingCount = view.offers.length + view.callbacks.length;
  const section = useRef<HTMLElement>(null);
  const [accepted, setAccepted] = useState<string>();

  useEffect(() => {
    const titleText = view.offers.length > 0 ? 'New conversation' : 'Callback';
    document.title = pendingCount === 0 ? TITLE : `(${pendingCount}) ${titleText} · ${TITLE}`;
  }, [pendingCount, view.offers.length]);
  useEffect(() => {
    if (accepted !== undefined) select(accepted);
  }, [accepted, select]);

  return (
    <section ref={section} className="desk card" id="desk" aria-labelledby="desk-title" tabIndex={-1}>
      <PresenceBar desk={desk} />
      <ConnectionBanner
        connection={isPresent ? desk.connection : 'connecting'}
        name="desk"
        consequence="Nothing new is offered to you, and if it stays lost your conversations go back to the queue."
      />
      <Problem message={desk.problem} onDismiss={() => desk.showProblem(undefined)} />
      {isPresent ? (
        <>
          <section className="offers" aria-label="Offers and callbacks" aria-live="polite">
            {view.offers.map((offer) => (
              <OfferCard
                key={offer.offerId}
                offer={offer}
                agentId={session.agentId}
                onAccepting={() => setAccepted(offer.handoffId)}
                onRefused={(message) => {
                  desk.showProblem(message);
                  desk.resync();
                }}
              />
            ))}
            {view.callbacks.map((call) => (
              <CallbackCard
                key={`${call.handoffId} ${call.attempt} ${call.expiresAt === null}`}
                callback={call}
                agentId={session.agentId}
                onRefused={(message) => {
                  desk.showProblem(message);
                  desk.resync();
                }}
              />
            ))}
          </section>
          <div className="desk-body">
            <ConversationList conversations={view.conversations} selected={assignment?.handoffId} select={select} />
            {assignment === undefined ? (
              <div className="empty">
                <h3>No conversation open</h3>
                <p className="hint">
                  {session.requestedPresence === 'online'
                    ? 'You are online. Conversations that fit your teams and skills are offered to you here.'
                    : 'You are away. No new conversations are offered to you until you are online again.'}
                </p>
              </div>
            ) : (
              <Workspace
                key={assignment.handoffId}
                assignment={assignment}
                agentId={session.agentId}
                agentName={view.agent?.name ?? session.agentId}
                wasJustAccepted={assignment.handoffId === accepted}
                deskConnection={desk.connection}
                outbox={outbox}
                draft={drafts[assignment.handoffId]}
                onDraft={(text) => setDrafts((all) => ({ ...all, [assignment.handoffId]: text }))}
                onResolved={() => {
                  desk.showProblem(undefined);
                  section.current?.focus({ preventScroll: true });
                }}
              />
            )}
          </div>
        </>
      ) : (
        <div className="empty">
          <h3>{desk.isSignedOff ? 'You were signed off' : 'You are offline'}</h3>
          <p className="hint" data-testid="offline-reason">
            {desk.isSignedOff
              ? 'The connection of this desk was lost for too long, or you went offline in another window. Conversations you had go back to the queue. Go online to continue.'
              : 'Select an agent and go online. Every conversation comes with its full context.'}
          </p>
        </div>
      )}
    </section>
  );
};
