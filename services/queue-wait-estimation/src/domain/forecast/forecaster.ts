import { arrivals } from './arrivals.ts';
import { calendar } from './calendar.ts';
import type { Forecast, LogEvent, Rules } from './events.ts';
import { floor } from './floor.ts';
import { handling } from './handling.ts';
import { patience } from './patience.ts';
import { twin } from './twin.ts';

/** Takes a log event by event and answers each request with a forecast, made from what came before. */
export const forecaster = (rules: Rules, futures = 50): ((event: LogEvent) => Forecast | null) => {
  const seen = floor(rules);
  const learnt = { handling: handling(), patience: patience(), arrivals: arrivals(), calendar: calendar() };
  const estimator = twin(seen, rules, learnt, futures);
  return (event) => {
    let forecast: Forecast | null = null;
    if (event.type === 'handoff.requested') {
      if (seen.freeFor(event)) forecast = { id: event.id, mean: 0, p50: 0, p80: 0, p90: 0 };
      else {
        const waits = estimator.estimate(event);
        if (waits !== null)
          forecast = {
            id: event.id,
            mean: waits.mean,
            p50: waits.quantile(0.5),
            p80: waits.quantile(0.8),
            p90: waits.quantile(0.9),
          };
      }
      learnt.arrivals.learn(event.t, event.topic, event.priority);
    }
    if (event.type === 'agent.status') learnt.calendar.learn(event.t, event.agent, event.status);
    const ended = seen.apply(event);
    if (ended?.is === 'wait') learnt.patience.learn(ended.request.topic, ended.seconds, ended.gone);
    if (ended?.is === 'chat')
      learnt.handling.learn(ended.chat.topic, ended.chat.agent.id, ended.seconds, ended.chat.together);
    return forecast;
  };
};
