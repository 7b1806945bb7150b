/* The settings that traps of the database make necessary: set when it is opened, and read back. */
#ifndef STORE_SETTINGS_H
#define STORE_SETTINGS_H

#include <sqlite3.h>

/* Sets them all; SQLite's code. */
int settings_make(sqlite3 *db);

/* The name of the first that reads otherwise than it was set; NULL: none. `*code` where it cannot be read. */
const char *settings_wrong(sqlite3 *db, int *code);

#endif
