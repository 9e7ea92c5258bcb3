import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { languageProps, pageLanguage } from './ui/language.tsx';
import './styles/tokens.css';
import './styles/controls.css';
import './styles/feedback.css';
import './styles/conversation.css';
import './styles/widget.css';
import './styles/desk.css';
import './styles/workspace.css';
import './styles/context-panel.css';

Object.assign(document.documentElement, languageProps(pageLanguage));

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
