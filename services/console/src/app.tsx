import { say } from '@warmline/locale';
import { Desk } from './desk/desk.tsx';
import { useLanguage } from './ui/language.tsx';
import { Widget } from './widget/widget.tsx';

export const App = () => {
  const language = useLanguage();
  return (
    <>
      <a className="skip-link" href="#desk">
        {say(language, 'page.skip')}
      </a>
      <header className="page-header">
        <h1 translate="no">{PRODUCT}</h1>
        <p>{say(language, 'page.about')}</p>
      </header>
      <main className="page-columns">
        <Widget />
        <Desk />
      </main>
    </>
  );
};
const PRODUCT = 'Warmline';
