import { parseText } from './parsed-text.ts';
import { saysResolved } from './resolved.ts';

test.each([
  'Thank you so much',
  'that solved it',
  'That is all for today, thanks',
  'bye',
  'Great, thanks',
  'my problem is solved',
])('“%s” says that the issue is solved', (text) => expect(saysResolved(parseText(text))).toBe(true));
test.each(['that has not solved it', 'thanks but it is still broken', 'my problem is not solved', 'where is my order'])(
  '“%s” does not',
  (text) => {
    expect(saysResolved(parseText(text))).toBe(false);
  },
);
