import './shell.css';
import { App } from './app.js';
import { keepOffline } from './offline/register.js';

void new App(document.getElementById('app')!).start().then(keepOffline);
