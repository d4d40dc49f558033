// The situation report's form: saved while it is written, and the grid of a week filled by drag or keys.
import { startAutosave } from './js/report/autosave.js';
import { startWeekGrid } from './js/report/week-grid.js';

startAutosave();
startWeekGrid();
