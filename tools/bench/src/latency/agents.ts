import { setTimeout as sleep } from 'node:timers/promises';
import { createParser } from 'eventsource-parser';
import type { HttpClient, Reply } from './http-client.ts';

export interface AgentsSettings {
  readonly http: HttpClient;
  readonly pools: number;
  readonly agentsPerPool: number;
  readonly capacity: number;
  /** Milliseconds an agent talks before they close. */
  readonly handleTimeMs: number;
  /** Called when an offer has arrived on the screen of an agent. */
  readonly onOffer: (conversationId: string) => void;
  readonly onFailure: (what: string) => void;
}

const TEAMS = ['general_team', 'billing_team', 'tech_team', 'retention_team', 'enterprise_team'];
const ATTEMPTS = 5;

export const tenantOf = (pool: number): string => `bench-${pool}`;

interface DeskEvent {
  readonly offerId: string;
  readonly handoffId: string;
  readonly conversationId: string;
}

/** Agents who watch their screens, accept at once, talk for a while and close. */
export class SimulatedAgents {
  readonly counts = { offers: 0, accepted: 0, assigned: 0, closed: 0, ended: 0 };
  private readonly closeStreams: (() => void)[] = [];
  private readonly handleTimers = new Set<NodeJS.Timeout>();
  private readonly online: string[] = [];

  constructor(private readonly settings: AgentsSettings) {}

  async open(): Promise<void> {
    const { http, pools, agentsPerPool, capacity } = this.settings;
    for (let pool = 0; pool < pools; pool++)
      for (let n = 0; n < agentsPerPool; n++) {
        const agentId = `agent-${pool}-${n}`;
        const profile = { tenantId: tenantOf(pool), name: `Agent ${n}`, teams: TEAMS, languages: ['en'], capacity };
        await this.setPresence(agentId, { status: 'online', ...profile });
        this.online.push(agentId);
        const parser = createParser({ onEvent: ({ event, data }) => this.onDeskEvent(agentId, event ?? '', data) });
        const lost = (error: Error): void => this.settings.onFailure(`desk stream: ${error.message}`);
        this.closeStreams.push(
          await http.listen(`/v1/desk/agents/${agentId}/events`, (chunk) => parser.feed(chunk), lost),
        );
      }
  }

  /** All agents sign off, so that no offer goes to an agent without a screen. */
  async close(): Promise<void> {
    for (const timer of this.handleTimers) clearTimeout(timer);
    for (const end of this.closeStreams) end();
    for (const agentId of this.online.splice(0)) await this.setPresence(agentId, { status: 'offline' });
  }

  private async setPresence(agentId: string, body: unknown): Promise<void> {
    const { status } = await this.settings.http.send('PUT', `/v1/desk/agents/${agentId}/presence`, body);
    if (status !== 200) throw new Error(`the presence of ${agentId} was answered by ${status}`);
  }

  private onDeskEvent(agentId: string, event: string, data: string): void {
    if (event === 'offer') {
      const { conversationId, offerId } = JSON.parse(data) as DeskEvent;
      this.counts.offers++;
      this.settings.onOffer(conversationId);
      void this.postWithRetry('accept', `/v1/desk/agents/${agentId}/offers/${offerId}/accept`, {}, offerId).then(
        (done) => {
          if (done) this.counts.accepted++;
        },
      );
    } else if (event === 'assigned') {
      const { conversationId, handoffId } = JSON.parse(data) as DeskEvent;
      this.counts.assigned++;
      const timer = setTimeout(() => {
        this.handleTimers.delete(timer);
        const path = `/v1/desk/agents/${agentId}/conversations/${conversationId}/resolve`;
        void this.postWithRetry('resolve', path, { resolved: true }, handoffId).then((done) => {
          if (done) this.counts.closed++;
        });
      }, this.settings.handleTimeMs);
      this.handleTimers.add(timer);
    } else if (event === 'offer-ended') this.counts.ended++;
  }

  /** Sent again under the same key while the gateway is too busy to answer. */
  private async postWithRetry(what: string, path: string, body: unknown, key: string): Promise<boolean> {
    let last = '';
    for (let tries = 0; tries < ATTEMPTS; tries++) {
      const reply: Reply | Error = await this.settings.http
        .send('POST', path, body, `${what}/${key}`)
        .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
      if (!(reply instanceof Error) && reply.status < 300) return true;
      last = reply instanceof Error ? reply.message : String(reply.status);
      if (!(reply instanceof Error) && reply.status < 500 && reply.status !== 429) break;
      await sleep(200);
    }
    this.settings.onFailure(`${what}: ${last}`);
    return false;
  }
}
