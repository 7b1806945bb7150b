/* Inside the store: the handle, and how a call ends. */
#ifndef STORE_HANDLE_H
#define STORE_HANDLE_H

#include <sqlite3.h>

#include "store/statements.h"
#include "store/store.h"

enum {
    STORE_APPLICATION = 0x42616B75, /* "Baku": application_id in schemas/store.sql */
    STORE_VERSION = 1,              /* user_version there */
    STORE_PATIENCE = 5000,          /* milliseconds that a call waits for others, at most */
};

struct store {
    sqlite3 *db;
    sqlite3_stmt *statements[SQL_COUNT]; /* made on first use, kept until the end */
    struct store_head head;              /* while `changing` */
    struct store_why why;
    enum store_status spoilt; /* the failure after which the change can only be given up; OK: none */
    int dead;                 /* the code after which this handle does nothing more; 0: none */
    int64_t waiting_since;    /* of the busy handler */
    bool changing;
    bool erased; /* in this change: the journal must not keep what was there */
    char *path;  /* without links */
};

/* What SQLite's code means; nothing is noted. */
enum store_status status_of(int code, int system);

/* Notes why, and spoils the change. */
enum store_status store_fail(struct store *store, int code);

/* One snapshot for a call that reads with several statements; nothing within a change, which is one. */
enum store_status read_begin(struct store *store);

/* Ends it: the status is handed through. */
enum store_status read_end(struct store *store, enum store_status status);

/* The connection alone, with every setting but those of a change: what open and migrate begin with. */
int store_connect(sqlite3 **db, const char *path, int flags);

/* Waits a little and says 1, or 0 after STORE_PATIENCE; for sqlite3_busy_handler with the store. */
int wait_a_while(void *store, int times);

#endif
