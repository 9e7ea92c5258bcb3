import { expect, test } from '@jest/globals';
import { topics } from '@warmline/contracts';
import { published } from './json-schema.ts';
import { fieldsOf, topicsPage } from './topics-page.ts';

test('a nested optional field is shown with path, type and meaning', () => {
  const fields = fieldsOf(published(topics.escalation.events.HandoffRequested, 'draft-2020-12'));
  expect(fields.find((f) => f.path === 'context.customer.recentOrders[].status')).toEqual({
    path: 'context.customer.recentOrders[].status',
    type: 'string <= 60 chars',
    optional: false,
    meaning: 'For example `shipped`',
  });
  expect(fields.find((f) => f.path === 'agent_note')?.optional).toBe(true);
});

test('the fields of a union are shown under the tag of their variant', () => {
  const paths = fieldsOf(published(topics.conversation.events.CustomerNotified, 'draft-2020-12')).map((f) => f.path);
  expect(paths).toEqual(
    expect.arrayContaining(['notice', 'notice(kind=waiting).position', 'notice(kind=survey).handoffId']),
  );
});

test('the page has a row for every topic and a section for every event', () => {
  const page = topicsPage();
  for (const topic of Object.values(topics)) {
    expect(page).toContain(`\n| [\`${topic.name}\`]`);
    const section = page.split(`\n## ${topic.name}\n`)[1]?.split('\n## ')[0] ?? '';
    for (const type of Object.keys(topic.events)) expect(section).toContain(`### ${type}\n`);
  }
});

test('a copied event is shown with the topic it comes from', () => {
  const section = topicsPage().split('\n## handoff.outcome-intake.v1\n')[1] ?? '';
  expect(section).toContain(
    '### HandoffAbandoned\nThe customer left the queue before an agent took over. Fields as in [`handoff.routing.v1`](#handoffroutingv1).',
  );
});
