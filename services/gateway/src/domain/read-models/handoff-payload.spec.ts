import { describe, expect, test } from '@jest/globals';
import { commandStory } from '@warmline/testing/command-story';
import type { StoryEvent } from '@warmline/testing/story';
import { added, payload, requested, transferredBy } from '../story.fixtures.ts';
import { payloadExpiresAt, updateHandoffPayload } from './handoff-payload.ts';

const given = commandStory({ step: updateHandoffPayload });
const data = { handoffId: 'h-1', poolId: 'default', tenantId: 'default', conversationId: 'c-1' };
const summaryOf = (...lines: readonly StoryEvent[]) => given(...lines).state()?.context.summary.text;

describe('a hand-off', () => {
  test('is kept as it was asked for, once', () => {
    expect(given(requested()).state()).toEqual(payload());
    expect(given(requested(), requested('h-1', { priority: 1 })).state()).toEqual(payload());
  });

  test('gets the details a customer adds to it', () => {
    expect(summaryOf(requested(), added('The parcel is damaged'), added('and late'))).toBe(
      'Wants order #12345 put right.\nAdded by the customer: The parcel is damaged\nAdded by the customer: and late',
    );
  });

  test('gets the note of the agent who passed it on, which a better summary leaves there', () => {
    const noteText = 'Passed on by mia with the note: needs approval';
    const better = { type: 'HandoffContextAdded', data: { ...data, details: 'Better.', model: 'a-model' } };
    expect(summaryOf(requested(), transferredBy('mia', 'needs approval'), added('and late'))).toBe(
      `Wants order #12345 put right.\n${noteText}\nAdded by the customer: and late`,
    );
    expect(summaryOf(requested(), transferredBy('mia', 'needs approval'), better)).toBe(`Better.\n${noteText}`);
  });

  test('never loses the last details, however long all of it is', () => {
    const { context } = payload();
    const long = { context: { ...context, summary: { ...context.summary, text: 's'.repeat(2_000) } } };
    const lines = [requested('h-1', long), ...['a', 'b', 'c'].map((letter) => added(letter.repeat(2_000)))];
    const text = summaryOf(...lines) ?? '';
    expect(text.startsWith('s'.repeat(2_000))).toBe(true);
    expect(text.endsWith(`\nAdded by the customer: ${'c'.repeat(2_000)}`)).toBe(true);
    expect(text.length).toBe(4_500);
  });

  test('gets a better summary in the place of the first, and what the customer added stays, whichever came first', () => {
    const better = { type: 'HandoffContextAdded', data: { ...data, details: 'Better.', model: 'a-model' } };
    const both = 'Better.\nAdded by the customer: The parcel is damaged';
    expect(summaryOf(requested(), added('The parcel is damaged'), better)).toBe(both);
    expect(summaryOf(requested(), better, added('The parcel is damaged'))).toBe(both);
    expect(summaryOf(requested(), better, better)).toBe('Better.');
    expect(given(requested(), better).state()?.context.summary.written_by).toBe('a-model');
  });

  test('is forgotten thirty days after it was asked for, not before', () => {
    const at = payloadExpiresAt(payload());
    expect(given(requested()).when({ type: 'Tick', at: at - 1 }).state).toEqual(payload());
    expect(given(requested()).when({ type: 'Tick', at }).state).toBeNull();
  });

  test('nobody asked for gets none', () => expect(given(added('Hello?')).state()).toBeNull());
});
