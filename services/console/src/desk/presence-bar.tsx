import type { AgentStatus } from '@warmline/contracts';
import { humanise } from '../state/labels.ts';
import type { Desk } from './use-desk.ts';

/** Agents of the teams file of the demo. */
const demoAgents = ['mia', 'ben', 'tess', 'omar'];

const CapacityMeter = ({ used, capacity }: { used: number; capacity: number }) => (
  <div className="capacity">
    <meter
      min={0}
      max={Math.max(1, capacity)}
      value={used}
      aria-label={`Conversations: ${used} of at most ${capacity}`}
      className="visually-hidden"
    />
    <span className="capacity-units" aria-hidden="true">
      {Array.from({ length: capacity }, (_, unit) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a capacity unit has no other identity
        <span key={unit} className={unit < used ? 'capacity-unit in-use' : 'capacity-unit'} />
      ))}
    </span>
    <span aria-hidden="true">
      {used} of {capacity}
    </span>
  </div>
);

const stateText = ({ session, view, connection }: Desk): string => {
  if (session.requestedPresence === 'offline' || view.agent === undefined) return 'Offline';
  return connection === 'lost' ? 'Not connected' : view.agent.teams.map(humanise).join(', ');
};

export const PresenceBar = ({ desk }: { desk: Desk }) => {
  const { session, view } = desk;
  const isPresent = session.requestedPresence !== 'offline';
  const agent = isPresent ? view.agent : undefined;
  return (
    <header className="desk-head">
      <div className="desk-name">
        <h2 id="desk-title">Agent desk</h2>
        <p className="hint">{stateText(desk)}</p>
      </div>
      <div className="presence">
        {agent === undefined ? null : (
          <CapacityMeter used={view.conversations.length + view.callbacks.length} capacity={agent.capacity} />
        )}
        <label>
          <span className="visually-hidden">Agent</span>
          <select
            data-testid="agent-picker"
            value={session.agentId}
            disabled={isPresent}
            onChange={(event) => desk.selectAgent(event.target.value)}
          >
            {demoAgents.map((id) => (
              <option key={id} value={id}>
                {humanise(id)}
              </option>
            ))}
          </select>
        </label>
        {isPresent ? (
          <label className={`presence-state ${session.requestedPresence}`}>
            <span className="visually-hidden">Presence</span>
            <select
              data-testid="presence"
              value={session.requestedPresence}
              onChange={(event) => desk.setPresence(event.target.value as AgentStatus)}
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
