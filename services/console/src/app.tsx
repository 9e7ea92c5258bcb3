import { Desk } from './desk/desk.tsx';
import { Widget } from './widget/widget.tsx';

export const App = () => (
  <>
    <a className="skip-link" href="#desk">
      Skip to the agent desk
    </a>
    <header className="page-header">
      <h1>Warmline</h1>
      <p>The customer on the left, the agent on the right.</p>
    </header>
    <main className="page-columns">
      <Widget />
      <Desk />
    </main>
  </>
);
