import { arrivals } from './arrivals.ts';
import { blend } from './blend.ts';
import { calendar } from './calendar.ts';
import type { WaitEstimator } from './estimator.ts';
import type { Forecast, LogEvent, Request, Rules } from './events.ts';
import { type Ended, type Floor, floor } from './floor.ts';
import { handling } from './handling.ts';
import { history } from './history.ts';
import { markov } from './markov.ts';
import { patience } from './patience.ts';
import { ringing } from './ringing.ts';
import type { Learnt } from './situation.ts';
import { turnaround } from './turnaround.ts';
import { twin } from './twin.ts';

export const ESTIMATORS = ['blend', 'twin', 'history', 'markov'] as const;
export type EstimatorName = (typeof ESTIMATORS)[number];

export interface Choice {
  readonly estimator: EstimatorName;
  /** How often the twin is run forward. */
  readonly futures: number;
}
export const asShipped: Choice = { estimator: 'blend', futures: 50 };

/** What is seen of a contact centre and learnt from its log, event by event. */
export interface Centre {
  readonly rules: Rules;
  readonly floor: Floor;
  readonly learnt: Learnt;
  /** The wait or conversation that the event ended. */
  readonly hear: (event: LogEvent) => Ended | null;
}

export const centre = (rules: Rules, ring: () => number = () => 0): Centre => {
  const pauses = turnaround();
  const seen = floor(rules, pauses.most);
  const learnt = {
    handling: handling(),
    patience: patience(),
    arrivals: arrivals(),
    calendar: calendar(),
    pauses: { turnaround: pauses, ring },
  };
  return {
    rules,
    floor: seen,
    learnt,
    hear: (event) => {
      if (event.type === 'handoff.requested') learnt.arrivals.learn(event.t, event.subject, event.priority);
      if (event.type === 'agent.status') learnt.calendar.learn(event.t, event.agent, event.status);
      const ended = seen.apply(event);
      if (ended?.is === 'wait') {
        learnt.patience.learn(ended.request.subject, ended.seconds, ended.gone);
        if (ended.turned !== null) pauses.learn(ended.turned);
      } else if (ended?.is === 'chat')
        learnt.handling.learn(ended.chat.subject, ended.chat.agent.id, ended.seconds, ended.chat.together);
      return ended;
    },
  };
};

/**
 * Takes a log event by event and answers each request with a forecast, made from what came before it alone: where a slot is free, what was waited so far where one was;
 * where the estimator asked has nothing to say yet, what one handling time would be.
 */
export const forecaster = (
  rules: Rules,
  { estimator: name, futures }: Choice = asShipped,
): ((event: LogEvent) => Forecast | null) => {
  const rings = ringing();
  const { floor: seen, learnt, hear } = centre(rules, rings.mean);
  const past = history(seen);
  const copy = twin(seen, rules, learnt, futures);
  const queue = rings.after(markov(seen, rules, learnt));
  const all = blend([copy, past, queue], seen);
  const asked: WaitEstimator = { blend: all, twin: copy, history: past, markov: queue }[name];

  const forecast = (request: Request): Forecast => {
    const { id, subject } = request;
    const waits = seen.freeFor(request) ? rings.estimate(request) : asked.estimate(request);
    if (waits !== null) {
      const [p50, p80, p90] = [waits.quantile(0.5), waits.quantile(0.8), waits.quantile(0.9)];
      return { id, mean: waits.mean, p50, p80: Math.max(p50, p80), p90: Math.max(p50, p80, p90) };
    }
    const mean = learnt.handling.meanOf(subject);
    return { id, mean, p50: mean * Math.LN2, p80: mean * Math.log(5), p90: mean * Math.log(10) };
  };

  return (event) => {
    const made = event.type === 'handoff.requested' ? forecast(event) : null;
    const ended = hear(event);
    if (ended?.is === 'wait') {
      rings.learn(ended);
      past.learn(ended);
      all.learn(ended);
    }
    return made;
  };
};
