import { say } from '@warmline/locale';
import { useEffect, useRef, useState } from 'react';
import { agentConversationPath, post } from '../api.ts';
import { ConnectionBanner, Problem } from '../ui/components.tsx';
import { useLanguage } from '../ui/language.tsx';
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
  const language = useLanguage();
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
    const titleText = say(language, view.offers.length > 0 ? 'desk.new-conversation' : 'desk.callback');
    document.title = pendingCount === 0 ? TITLE : `(${pendingCount}) ${titleText} · ${TITLE}`;
  }, [pendingCount, view.offers.length, language]);
  useEffect(() => {
    if (accepted !== undefined) select(accepted);
  }, [accepted, select]);

  return (
    <section ref={section} className="desk card" id="desk" aria-labelledby="desk-title" tabIndex={-1}>
      <PresenceBar desk={desk} />
      <ConnectionBanner
        connection={isPresent ? desk.connection : 'connecting'}
        name="desk"
        consequence={say(language, 'desk.connection-lost')}
      />
      <Problem message={desk.problem} onDismiss={() => desk.showProblem(undefined)} />
      {isPresent ? (
        <>
          <section className="offers" aria-label={say(language, 'desk.offers')} aria-live="polite">
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
                <h3>{say(language, 'desk.none-open')}</h3>
                <p className="hint">
                  {say(language, session.requestedPresence === 'online' ? 'desk.none-online' : 'desk.none-away')}
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
          <h3>{say(language, desk.isSignedOff ? 'desk.signed-off' : 'desk.you-offline')}</h3>
          <p className="hint" data-testid="offline-reason">
            {say(language, desk.isSignedOff ? 'desk.signed-off-text' : 'desk.you-offline-text')}
          </p>
        </div>
      )}
    </section>
  );
};
