import { answerDelays } from './answer-delays.ts';
import { arrivalModel } from './arrival-model.ts';
import { blend } from './blend.ts';
import { type CentreState, centreState, type EndedInterval } from './centre-state.ts';
import { twinEstimator } from './digital-twin.ts';
import { dutyCalendar } from './duty-calendar.ts';
import type { WaitEstimator } from './estimator.ts';
import { handlingModel } from './handling-model.ts';
import type { HandoffRequest, LogEvent, RoutingRules, WaitForecast } from './log-events.ts';
import { markovEstimator } from './markov-estimator.ts';
import { patienceModel } from './patience-model.ts';
import type { LearnedModel } from './simulation-start.ts';
import { turnaroundModel } from './turnaround-model.ts';
import { historyEstimator } from './wait-history.ts';

/** The estimators a log may be forecast with. */
export const ESTIMATORS = ['blend', 'twin', 'history', 'markov'] as const;
export type EstimatorName = (typeof ESTIMATORS)[number];

export interface ForecasterOptions {
  readonly estimator: EstimatorName;
  /** Simulation runs of the twin at each request. */
  readonly futures: number;
}
export const defaultOptions: ForecasterOptions = { estimator: 'blend', futures: 50 };

/** The state of a contact centre and the models learned from its log, event by event. */
export interface CentreModel {
  readonly rules: RoutingRules;
  readonly state: CentreState;
  readonly model: LearnedModel;
  /** The wait or handling that the event ends; null: none. */
  readonly apply: (event: LogEvent) => EndedInterval | null;
}

export const centreModel = (rules: RoutingRules, answerSeconds: () => number = () => 0): CentreModel => {
  const turnaround = turnaroundModel();
  const state = centreState(rules, turnaround.p90);
  const model = {
    handling: handlingModel(),
    patience: patienceModel(),
    arrivals: arrivalModel(),
    calendar: dutyCalendar(),
    delays: { turnaround, answerSeconds },
  };
  return {
    rules,
    state,
    model,
    apply: (event) => {
      if (event.type === 'handoff.requested') model.arrivals.learn(event.t, event.subject, event.priority);
      if (event.type === 'agent.status') model.calendar.learn(event.t, event.agent, event.status);
      const ended = state.apply(event);
      if (ended?.is === 'wait') {
        model.patience.learn(ended.request.subject, ended.seconds, ended.abandoned);
        if (ended.turnaround !== null) turnaround.learn(ended.turnaround);
      } else if (ended?.is === 'handling') {
        const { subject, agent, concurrency } = ended.handling;
        model.handling.learn(subject, agent.id, ended.seconds, concurrency);
      }
      return ended;
    },
  };
};

/**
 * Reads a log event by event and answers each request with a forecast from the events before it. Where capacity is free the forecast is
 * the past answer delay. Where the estimator has no estimate yet it is one exponential handling time.
 */
export const forecaster = (
  rules: RoutingRules,
  { estimator: name, futures }: ForecasterOptions = defaultOptions,
): ((event: LogEvent) => WaitForecast | null) => {
  const delays = answerDelays();
  const { state, model, apply } = centreModel(rules, delays.mean);
  const historical = historyEstimator(state);
  const twin = twinEstimator(state, rules, model, futures);
  const exact = delays.addTo(markovEstimator(state, rules, model));
  const blended = blend([twin, historical, exact], state);
  const selected: WaitEstimator = { blend: blended, twin, history: historical, markov: exact }[name];

  const forecast = (request: HandoffRequest): WaitForecast => {
    const { id, subject } = request;
    const waits = state.hasCapacityFor(request) ? delays.estimate(request) : selected.estimate(request);
    if (waits !== null) {
      const [p50, p80, p90] = [waits.quantile(0.5), waits.quantile(0.8), waits.quantile(0.9)];
      return { id, mean: waits.mean, p50, p80: Math.max(p50, p80), p90: Math.max(p50, p80, p90) };
    }
    const mean = model.handling.meanOf(subject);
    return { id, mean, p50: mean * Math.LN2, p80: mean * Math.log(5), p90: mean * Math.log(10) };
  };

  return (event) => {
    const result = event.type === 'handoff.requested' ? forecast(event) : null;
    const ended = apply(event);
    if (ended?.is === 'wait') {
      delays.learn(ended);
      historical.learn(ended);
      blended.learn(ended);
    }
    return result;
  };
};
