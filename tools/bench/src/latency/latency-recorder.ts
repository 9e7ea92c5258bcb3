import { DurationHistogram, type Percentiles } from './percentiles.ts';

export interface LatencySummary {
  readonly messages: number;
  readonly handoffs: number;
  /** From the scheduled instant to the 2xx answer, to the assessment on its topic, and, of hand-off messages, to the card on the desk. */
  readonly answered: Percentiles;
  readonly assessed: Percentiles;
  readonly offered: Percentiles;
  /** How late the generator itself was: scheduled to sent. */
  readonly late: Percentiles;
  /** Measured messages never seen on the other side. */
  readonly unanswered: number;
  readonly unassessed: number;
  readonly unoffered: number;
}

/** What was sent and is still awaited, by its scheduled instant (milliseconds of a monotonic clock). A message that does not count has none. */
export class LatencyRecorder {
  private readonly answered = new DurationHistogram();
  private readonly assessed = new DurationHistogram();
  private readonly offered = new DurationHistogram();
  private readonly late = new DurationHistogram();
  private messages = 0;
  private handoffs = 0;
  private unanswered = 0;
  private readonly unassessed = new Map<string, number | null>();
  private readonly earlyAssessments = new Map<string, number>();
  private readonly unoffered = new Map<string, number>();

  /** A message that counts goes out. */
  messageSent(due: number, now: number, conversationId: string, asksForPerson: boolean): void {
    this.late.add(now - due);
    this.messages++;
    this.unanswered++;
    if (!asksForPerson) return;
    this.handoffs++;
    this.unoffered.set(conversationId, due);
  }

  /** Only the answer names the message, and its assessment may have come first. */
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

  /** The first card of a hand-off counts, on whichever desk. */
  offerSeen(conversationId: string, now: number): void {
    const due = this.unoffered.get(conversationId);
    if (due === undefined) return;
    this.unoffered.delete(conversationId);
    this.offered.add(now - due);
  }

  get open(): number {
    return this.unanswered + this.unassessed.size + this.unoffered.size;
  }

  summary(): LatencySummary {
    return {
      messages: this.messages,
      handoffs: this.handoffs,
      answered: this.answered.summary(),
      assessed: this.assessed.summary(),
      offered: this.offered.summary(),
      late: this.late.summary(),
      unanswered: this.unanswered,
      unassessed: [...this.unassessed.values()].filter((due) => due !== null).length,
      unoffered: this.unoffered.size,
    };
  }
}
