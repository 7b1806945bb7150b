/* Inside the store: the handle, and how a call ends. */
#ifndef STORE_HANDLE_H
#define STORE_HANDLE_H

#include <sqlite3.h>

#if SQLITE_VERSION_NUMBER < 3037000
#error "STRICT tables begin with SQLite 3.37"
#endif

#include "store/statements.h"
#include "store/store.h"

enum {
    STORE_APPLICATION = 0x42616B75, /* "Baku": application_id in schemas/store.sql */
    STORE_VERSION = 1,              /* user_version there */
    STORE_PATIENCE = 5000,          /* milliseconds that a call waits for others, at most */
};

/* Above every number that is ever given: payloads are numbered 65536 to an event, in 63 bits. */
#define STORE_NUMBERS ((int64_t)1 << 47)

struct store {
    sqlite3 *db;
    sqlite3_stmt *statements[SQL_COUNT]; /* made on first use, kept until the end */
    struct store_head head;              /* while `changing` */
    struct store_why why;
    enum store_status spoilt; /* the failure after which the change can only be given up; OK: none */
    int dead;                 /* the code after which this handle does nothing more; 0: none */
    int64_t waiting_since;    /* of the busy handler */
    bool reads;               /* opened so: no change begins */
    bool changing;
    bool erased;        /* in this change: the journal must not keep what was there */
    char *path;         /* without links */
    const char *schema; /* what its version has */
};

/* What SQLite's code means; nothing is noted. */
enum store_status status_of(int code, int system);

/* What place.h answered other than 0; noted with the path. */
enum store_status place_failed(struct store_why *why, int number, const char *path);

/* Notes why, and spoils the change. */
enum store_status store_fail(struct store *store, int code);

/* One snapshot for a call that reads with several statements; nothing within a change, which is one. */
enum store_status read_begin(struct store *store);

/* Ends it: the status is handed through. */
enum store_status read_end(struct store *store, enum store_status status);

/* Connects to the file at `path` and does nothing more. */
int store_connect(struct store *store);

/* Waits for others, at most STORE_PATIENCE, and makes the settings. */
int store_set_up(struct store *store);

/* Closes the connection and its statements. */
void store_hang_up(struct store *store);

/* What store_close does, but for the handle's own memory. */
void store_disconnect(struct store *store);

/* Gives the open transaction up. Where not even that can be done, the connection is closed and the handle dead: closing
 * lets go of the lock, and the next opening mends. */
void store_roll_back(struct store *store);

/* Makes the statement that is given up with: then it needs no memory. */
int store_ready(struct store *store);

/* The number of the version that made the file, read without a query; FOREIGN: no store. */
enum store_status store_version(struct store *store, int *version);

/* Reads one number with a statement that is not kept. */
int read_number(sqlite3 *db, const char *sql, int64_t *value);

/* Is the whole of it sound? OK, DAMAGED with `*complaint` in `arena`, or the failure. */
enum store_status store_check(struct store *store, struct text *complaint, struct arena *arena);

#endif
