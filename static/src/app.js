// What every page gets. All of it improves pages that work without it.
import { startCopy } from './js/copy.js';
import { startDialogs } from './js/dialogs.js';
import { startErrorSummary } from './js/error-summary.js';
import { startFileSize } from './js/file-size.js';
import { startFolds } from './js/folds.js';
import { startMenus } from './js/menus.js';
import { startNetworkStatus } from './js/network-status.js';
import { startPage } from './js/page.js';
import { startSession } from './js/session.js';
import { startSignOut } from './js/sign-out.js';
import { startSubmitGuard } from './js/submit-guard.js';
import { startTextareas } from './js/textareas.js';
import { startUnsavedWarning } from './js/unsaved-warning.js';

startMenus();
startFolds();
startErrorSummary();
startCopy();
startDialogs();
startTextareas();
startFileSize();
startSignOut();
startSubmitGuard();
startUnsavedWarning();
startNetworkStatus();
startSession();
startPage();
