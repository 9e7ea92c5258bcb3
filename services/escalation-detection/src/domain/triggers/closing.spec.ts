import { closing } from './closing.ts';
import { read } from './reading.ts';

test.each([
  'Thank you so much',
  'that solved it',
  'That is all for today, thanks',
  'bye',
  'Great, thanks',
  'my problem is solved',
])('“%s” says that it is done', (text) => expect(closing(read(text))).toBe(true));
test.each(['that has not solved it', 'thanks but it is still broken', 'my problem is not solved', 'where is my order'])(
  '“%s” does not',
  (text) => {
    expect(closing(read(text))).toBe(false);
  },
);
