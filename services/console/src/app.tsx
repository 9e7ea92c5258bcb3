import { Desk } from './desk/desk.tsx';
import { Widget } from './widget/widget.tsx';

export const App = () => (
  <>
    <a className="skip" href="#desk">
      Skip to the agent desk
    </a>
    <header className="masthead">
      <h1>Warmline</h1>
      <p>The customer on one side, the agent on the other, and nobody transferred cold.</p>
    </header>
    <main className="faces">
      <Widget />
      <Desk />
    </main>
  </>
);
