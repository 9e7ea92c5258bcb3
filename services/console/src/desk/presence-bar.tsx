import type { AgentStatus } from '@warmline/contracts';
import { say } from '@warmline/locale';
import { humanise, teamLabel } from '../state/labels.ts';
import { useLanguage } from '../ui/language.tsx';
import type { Desk } from './use-desk.ts';

/** Agents of the teams file of the demo. */
const demoAgents = ['mia', 'ben', 'tess', 'omar'];

const CapacityMeter = ({ used, capacity }: { used: number; capacity: number }) => {
  const language = useLanguage();
  return (
    <div className="capacity">
      <meter
        min={0}
        max={Math.max(1, capacity)}
        value={used}
        aria-label={say(language, 'desk.capacity-label', { used, capacity })}
        className="visually-hidden"
      />
      <span className="capacity-units" aria-hidden="true">
        {Array.from({ length: capacity }, (_, unit) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a capacity unit has no other identity
          <span key={unit} className={unit < used ? 'capacity-unit in-use' : 'capacity-unit'} />
        ))}
      </span>
      <span aria-hidden="true">{say(language, 'desk.capacity', { used, capacity })}</span>
    </div>
  );
};

const stateText = (language: string, { session, view, connection }: Desk): string => {
  if (session.requestedPresence === 'offline' || view.agent === undefined) return say(language, 'desk.offline');
  if (connection === 'lost') return say(language, 'desk.not-connected');
  return view.agent.teams.map((team) => teamLabel(language, team)).join(say(language, 'list.comma'));
};

export const PresenceBar = ({ desk }: { desk: Desk }) => {
  const language = useLanguage();
  const { session, view } = desk;
  const isPresent = session.requestedPresence !== 'offline';
  const agent = isPresent ? view.agent : undefined;
  return (
    <header className="desk-head">
      <div className="desk-name">
        <h2 id="desk-title">{say(language, 'desk.title')}</h2>
        <p className="hint">{stateText(language, desk)}</p>
      </div>
      <div className="presence">
        {agent === undefined ? null : (
          <CapacityMeter used={view.conversations.length + view.callbacks.length} capacity={agent.capacity} />
        )}
        <label>
          <span className="visually-hidden">{say(language, 'desk.agent')}</span>
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
            <span className="visually-hidden">{say(language, 'desk.presence')}</span>
            <select
              data-testid="presence"
              value={session.requestedPresence}
              onChange={(event) => desk.setPresence(event.target.value as AgentStatus)}
            >
              <option value="online">{say(language, 'desk.online')}</option>
              <option value="away">{say(language, 'desk.away')}</option>
              <option value="offline">{say(language, 'desk.go-offline')}</option>
            </select>
          </label>
        ) : (
          <button type="button" className="primary" data-testid="go-online" onClick={() => desk.setPresence('online')}>
            {say(language, 'desk.go-online')}
          </button>
        )}
      </div>
    </header>
  );
};
