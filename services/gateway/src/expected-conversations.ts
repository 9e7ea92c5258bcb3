/**
 * The conversations that addresses are expected to lead to, the last ones: their states are locked from the start. A wrong expectation
 * costs a second transaction and is corrected after it.
 */
export class ExpectedConversations {
  private readonly ids = new Map<string, string>();

  constructor(private readonly limit = 20_000) {}

  /** The conversation expected at an address: the last one found or drawn for it, else the one drawn now. */
  expect(address: string, drawnId: string): string {
    const expected = this.ids.get(address) ?? drawnId;
    this.found(address, expected);
    return expected;
  }

  found(address: string, conversationId: string): void {
    this.ids.delete(address);
    this.ids.set(address, conversationId);
    for (const oldest of this.ids.keys()) {
      if (this.ids.size <= this.limit) break;
      this.ids.delete(oldest);
    }
  }
}
