import { parseText } from '../text/parsed-text.ts';
import { humanRequest } from './human-request.ts';

test.each([
  'i need a live rep',
  'please connect with customer care executive',
  "anyone there who isn't a bot?",
  'speak to a human',
  'Can I please talk to a real person?',
  'I want an agent',
  'put me through to your manager',
  'representative!',
  'Is there anyone human I could chat with?',
  "I don't want to talk to a bot",
  "I'm fed up with this chatbot",
  'connect me with somebody from support',
  'could someone call me back please',
  'Talk to human',
  'live agent please',
  'I need to speak with someone about my bill',
  'how do I get hold of an operator',
  'transfer me to customer service',
  'get me a supervisor',
  'I would rather deal with a person than a machine',
  'can an employee look at this with me? I want to speak to staff',
  'stop the robot replies, I need a human being',
  'please escalate this to a person',
  'give me somebody real to talk to',
  "I'd like to talk to someone",
  'let me speak with an actual person',
  'is there anybody I could chat with instead of a machine',
  'connect me to a live agent',
  'give me a human being',
  'what number can I call to speak to someone',
  'may I have a word with one of your colleagues in support',
  'stop with the automated replies and get me somebody',
  'hi, need to chat with an agent',
])('“%s” asks for a person', (text) => {
  const found = humanRequest(parseText(text));
  expect(found).not.toBeNull();
  expect(text.slice(...(found?.span ?? [0, 0]))).toBe(found?.text);
});

test.each([
  "I don't want to talk to a bot, get me a human",
  "I don't want to talk to another agent who knows nothing, get me a supervisor",
  "why can't I talk to a human?",
  'I hate talking to machines, give me a person',
])('“%s” refuses something else and asks for a person', (text) => {
  expect(humanRequest(parseText(text))).not.toBeNull();
});

test.each([
  'I spoke to an agent yesterday and she said it was fine',
  'Are you a real person?',
  "I don't need a human, just the tracking link",
  'Where is my parcel?',
  'My travel agent booked this for me',
  'I want to talk about my invoice',
  'the delivery person left it outside',
  'I do not want to speak to anyone',
  'when I called your representative last week he promised a credit',
  'How many people can use one account?',
  'can I talk to my friends in the app?',
  'does the customer service offer gift wrapping',
  'My manager needs the invoice as a PDF',
  'No need to transfer me to an agent',
  'call mom',
  'call an agent at state farm',
  "send an email to my manager saying i'll be late",
  'add talk to a human resources rep to my to do list',
  'are you a robot',
  'am i talking to a real person',
  'can you speak slower',
  "ping my phone it's somewhere on the couch",
  'what do you do with my personal data',
  'how do i turn off call waiting',
  'can you recommend a travel agent in Prague',
  'the doctor was very human and kind, thanks',
  'the agent on my server stopped sending logs',
  'how do i restart the monitoring agent',
  'tell me something interesting',
  'I do not want to talk to a human, you are doing fine',
  'I hate talking to people on the phone, can you do it here?',
  'You are better than any human agent I talked to',
  'I really dislike speaking to your agents, let us do this here',
  'this chat is faster than a colleague on the phone',
  "we don't wish to chat with another representative, just send the form",
  'Do you sell human hair wigs? I want real human hair',
  'I want to talk to a human resources person about the job ad',
  'Do I need to speak to my doctor before I take it?',
  'I want real human hair extensions',
])('“%s” does not ask for a person', (text) => {
  expect(humanRequest(parseText(text))).toBeNull();
});
