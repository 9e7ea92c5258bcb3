import type { Presence } from '../state/desk-view.ts';
import { plain } from '../state/words.ts';
import type { Desk } from './use-desk.ts';

/** The agents of the demo's teams file. */
const agents = ['mia', 'ben', 'tess', 'omar'];

const Capacity = ({ taken, capacity }: { taken: number; capacity: number }) => (
  <div className="capacity">
    <meter
      min={0}
      max={Math.max(1, capacity)}
      value={taken}
      aria-label={`Conversations: ${taken} of ${capacity}`}
      className="visually-hidden"
    />
    <span className="slots" aria-hidden="true">
      {Array.from({ length: capacity }, (_, slot) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a slot is its place
        <span key={slot} className={slot < taken ? 'slot taken' : 'slot'} />
      ))}
    </span>
    <span aria-hidden="true">
      {taken} of {capacity}
    </span>
  </div>
);

export const PresenceBar = ({ desk }: { desk: Desk }) => {
  const { seat, view } = desk;
  const present = seat.wants !== 'offline';
  const agent = present ? view.agent : undefined;
  return (
    <header className="desk-head">
      <div className="desk-name">
        <h2 id="desk-title">Agent desk</h2>
        <p className="hint">{agent === undefined ? 'Offline' : agent.teams.map(plain).join(', ')}</p>
      </div>
      <div className="presence">
        {agent === undefined ? null : (
          <Capacity taken={view.conversations.length + view.calls.length} capacity={agent.capacity} />
        )}
        <label>
          <span className="visually-hidden">Agent</span>
          <select
            data-testid="agent-picker"
            value={seat.agentId}
            disabled={present}
            onChange={(event) => desk.sit(event.target.value)}
          >
            {agents.map((id) => (
              <option key={id} value={id}>
                {plain(id)}
              </option>
            ))}
          </select>
        </label>
        {present ? (
          <label className={`presence-state ${seat.wants}`}>
            <span className="visually-hidden">Presence</span>
            <select
              data-testid="presence"
              value={seat.wants}
              onChange={(event) => desk.setPresence(event.target.value as Presence)}
            >
              <option value="online">Online</option>
              <option value="away">Away</option>
              <option value="offline">Go offline</option>
            </select>
          </label>
        ) : (
          <button type="button" className="primary" data-testid="go-online" onClick={() => desk.setPresence('online')}>
            Go online
          </button>
        )}
      </div>
    </header>
  );
};
