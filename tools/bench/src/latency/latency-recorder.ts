import { DurationHistogram, type Percentiles } from './percentiles.ts';

export interface LatencySummary {
  readonly messages: number;
  readonly handoffs: number;
  /** From the scheduled instant to the 2xx answer, to the assessment on its topic and, for hand-off messages, to the offer on the desk. */
  readonly answered: Percentiles;
  readonly assessed: Percentiles;
  readonly offered: Percentiles;
  /** Lateness of the generator itself: from the scheduled instant to the send. */
  readonly sendDelay: Percentiles;
  /** Measured messages that never arrived. */
  readonly unanswered: number;
  readonly unassessed: number;
  readonly unoffered: number;
}

/**
 * Messages sent and still awaited, with their scheduled instants (milliseconds of a monotonic clock). A message that does not count
 * has none.
 */
export class LatencyRecorder {
  private readonly answered = new DurationHistogram();
  private readonly assessed = new DurationHistogram();
  private readonly offered = new DurationHistogram();
  private readonly sendDelay = new DurationHistogram();
  private messages = 0;
  private handoffs = 0;
  private unanswered = 0;
  private readonly unassessed = new Map<string, number | null>();
  private readonly earlyAssessments = new Map<string, number>();
  private readonly unoffered = new Map<string, number>();

  /** Call it when a message that counts is sent. */
  messageSent(due: number, now: number, conversationId: string, asksForPerson: boolean): void {
    this.sendDelay.add(now - due);
    this.messages++;
    this.unanswered++;
    if (!asksForPerson) return;
    this.handoffs++;
    this.unoffered.set(conversationId, due);
  }

  /** Only the answer names the message, and its assessment may have arrived before. */
  messageAnswered(due: number | null, now: number, messageId: string): void {
    if (due !== null) {
      this.answered.add(now - due);
      this.unanswered--;
    }
    const arrivedAt = this.earlyAssessments.get(messageId);
    if (arrivedAt === undefined) return void this.unassessed.set(messageId, due);
    this.earlyAssessments.delete(messageId);
    if (due !== null) this.assessed.add(arrivedAt - due);
  }

  messageAssessed(messageId: string, now: number): void {
    const due = this.unassessed.get(messageId);
    if (due === undefined) return void this.earlyAssessments.set(messageId, now);
    this.unassessed.delete(messageId);
    if (due !== null) this.assessed.add(now - due);
  }

  /** The first offer of a hand-off counts, on any desk. */
  offerSeen(conversationId: string, now: number): void {
    const due = this.unoffered.get(conversationId);
    if (due === undefined) return;
    this.unoffered.delete(conversationId);
    this.offered.add(now - due);
  }

  get openCount(): number {
    return this.unanswered + this.unassessed.size + this.unoffered.size;
  }

  summary(): LatencySummary {
    return {
      messages: this.messages,
      handoffs: this.handoffs,
      answered: this.answered.summary(),
      assessed: this.assessed.summary(),
      offered: this.offered.summary(),
      sendDelay: this.sendDelay.summary(),
      unanswered: this.unanswered,
      unassessed: [...this.unassessed.values()].filter((due) => due !== null).length,
      unoffered: this.unoffered.size,
    };
  }
}
