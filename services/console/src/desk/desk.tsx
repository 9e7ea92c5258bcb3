import { useEffect, useRef, useState } from 'react';
import { ownPath, post } from '../api.ts';
import { useOutbox } from '../outbox.ts';
import { ConnectionBanner, Problem } from '../ui/parts.tsx';
import { CallCard } from './call-card.tsx';
import { ConversationList } from './conversation-list.tsx';
import { OfferCard } from './offer-card.tsx';
import { PresenceBar } from './presence-bar.tsx';
import { useDesk } from './use-desk.ts';
import { Workspace } from './workspace.tsx';

const TITLE = 'Warmline';

/** The oldest conversation is open until the agent chooses another, or takes an offer. */
const useSelection = (ids: readonly string[]) => {
  const [chosen, setChosen] = useState<string>();
  const known = chosen !== undefined && ids.includes(chosen);
  return { selected: known ? chosen : ids[0], select: setChosen };
};

export const Desk = () => {
  const desk = useDesk();
  const { view, seat } = desk;
  const { selected, select } = useSelection(view.conversations.map((own) => own.handoffId));
  const own = view.conversations.find((each) => each.handoffId === selected);
  const present = seat.wants !== 'offline' && view.agent !== undefined;
  const [drafts, setDrafts] = useState<Readonly<Record<string, string>>>({});
  const outbox = useOutbox((item) => post(`${ownPath(seat.agentId, item.to)}/messages`, { text: item.text }, item.key));
  const news = view.offers.length + view.calls.length;
  const section = useRef<HTMLElement>(null);
  const [accepted, setAccepted] = useState<string>();

  useEffect(() => {
    const asks = view.offers.length > 0 ? 'New offer' : 'Call a customer';
    document.title = news === 0 ? TITLE : `(${news}) ${asks} · ${TITLE}`;
  }, [news, view.offers.length]);
  useEffect(() => {
    if (accepted !== undefined) select(accepted);
  }, [accepted, select]);

  return (
    <section ref={section} className="desk card" id="desk" aria-labelledby="desk-title" tabIndex={-1}>
      <PresenceBar desk={desk} />
      <ConnectionBanner link={present ? desk.link : 'connecting'} name="desk" />
      <Problem words={desk.problem} onDismiss={() => desk.report(undefined)} />
      {present ? (
        <>
          <section className="offers" aria-label="Offers and calls" aria-live="polite">
            {view.offers.map((offer) => (
              <OfferCard
                key={offer.offerId}
                offer={offer}
                agentId={seat.agentId}
                accepting={() => setAccepted(offer.handoffId)}
                refused={(words) => {
                  desk.report(words);
                  desk.resync();
                }}
              />
            ))}
            {view.calls.map((call) => (
              <CallCard
                key={`${call.handoffId} ${call.attempt} ${call.expiresAt === null}`}
                call={call}
                agentId={seat.agentId}
                refused={(words) => {
                  desk.report(words);
                  desk.resync();
                }}
              />
            ))}
          </section>
          <div className="desk-body">
            <ConversationList conversations={view.conversations} selected={own?.handoffId} select={select} />
            {own === undefined ? (
              <div className="empty">
                <h3>No conversation open</h3>
                <p className="hint">
                  {seat.wants === 'online'
                    ? 'You are online. A hand-off that fits your teams and skills is offered to you here.'
                    : 'You are away. Nothing new is offered to you until you are online again.'}
                </p>
              </div>
            ) : (
              <Workspace
                key={own.handoffId}
                own={own}
                agentId={seat.agentId}
                agentName={view.agent?.name ?? seat.agentId}
                justTaken={own.handoffId === accepted}
                deskLink={desk.link}
                outbox={outbox}
                draft={drafts[own.handoffId]}
                onDraft={(text) => setDrafts((all) => ({ ...all, [own.handoffId]: text }))}
                resolved={() => {
                  desk.report(undefined);
                  section.current?.focus({ preventScroll: true });
                }}
              />
            )}
          </div>
        </>
      ) : (
        <div className="empty">
          <h3>The desk is closed</h3>
          <p className="hint">Choose who you are and go online. Conversations come with everything already known.</p>
        </div>
      )}
    </section>
  );
};
