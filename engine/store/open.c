#define _POSIX_C_SOURCE 200809L
#include "store/open.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "store/create.h"
#include "store/handle.h"
#include "store/leftovers.h"
#include "store/place.h"
#include "store/schema.h"
#include "store/settings.h"

static int64_t milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Others hold the lock for about a millisecond; whoever waits long waits in longer steps, and never in step. */
static int wait_a_while(void *self, int times)
{
    struct store *store = self;
    uint32_t random;
    int64_t now = milliseconds();
    if (times == 0)
        store->waiting_since = now;
    if (now - store->waiting_since >= STORE_PATIENCE)
        return 0;
    sqlite3_randomness(sizeof random, &random);
    int64_t most = times < 10 ? 500000 : 10000000; /* nanoseconds */
    struct timespec pause = {.tv_nsec = most / 4 + random % (most * 3 / 4)};
    nanosleep(&pause, NULL);
    return 1;
}

int store_connect(struct store *store)
{
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_NOFOLLOW |
                      SQLITE_OPEN_EXRESCODE;
    return sqlite3_open_v2(store->path, &store->db, flags, NULL);
}

int store_set_up(struct store *store)
{
    int code = sqlite3_busy_handler(store->db, wait_a_while, store);
    return code == SQLITE_OK ? settings_make(store->db) : code;
}

static uint32_t big_endian(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* Looks at the first bytes before SQLite does: to query another program's file could already roll back its journal.
 * The numbers of a store never change while it lies at its path, so a journal that is still to be rolled back has the
 * same. */
static int read_version(sqlite3 *db, bool *ours, int *version)
{
    unsigned char head[100];
    sqlite3_file *file = NULL;
    int code = sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (code != SQLITE_OK || !file->pMethods)
        return code == SQLITE_OK ? SQLITE_CANTOPEN : code;
    code = file->pMethods->xRead(file, head, sizeof head, 0);
    bool whole = code == SQLITE_OK && memcmp(head, "SQLite format 3", 16) == 0;
    *ours = whole && big_endian(head + 68) == STORE_APPLICATION;
    *version = whole ? (int)big_endian(head + 60) : 0;
    return code == SQLITE_IOERR_SHORT_READ ? SQLITE_OK : code;
}

enum store_status store_version(struct store *store, int *version)
{
    bool ours;
    int code = read_version(store->db, &ours, version);
    if (code != SQLITE_OK)
        return store_fail(store, code);
    store->why = (struct store_why){0, 0, text_of(store->path)};
    return ours ? STORE_OK : STORE_FOREIGN;
}

static enum store_status check_version(struct store *store, int version)
{
    int found;
    enum store_status status = store_version(store, &found);
    if (status != STORE_OK || found == version)
        return status;
    return found > version || found < 0 ? STORE_NEWER : STORE_OLDER;
}

static enum store_status set_up(struct store *store, enum store_mode mode)
{
    int code = store_set_up(store);
    store->reads = mode == STORE_READS;
    if (code == SQLITE_OK && store->reads)
        code = sqlite3_exec(store->db, "PRAGMA query_only = ON", NULL, NULL, NULL);
    if (code == SQLITE_OK && settings_wrong(store->db, &code) && code == SQLITE_OK)
        code = SQLITE_MISUSE;
    if (code == SQLITE_OK && !store->reads && sqlite3_db_readonly(store->db, "main"))
        code = SQLITE_READONLY;
    if (code == SQLITE_OK)
        code = store_ready(store);
    if (code != SQLITE_OK)
        return store_fail(store, code);
    enum store_status status = schema_compare(store);
    return status == STORE_OK ? store_head(store, &store->head) : status;
}

static enum store_status open_file(struct store *store, enum store_mode mode, int version)
{
    int code = store_connect(store);
    if (code != SQLITE_OK)
        return store->db ? store_fail(store, code) : STORE_MEMORY;
    enum store_status status = check_version(store, version);
    return status == STORE_OK ? set_up(store, mode) : status;
}

void store_disconnect(struct store *store)
{
    store_give_up(store);
    store_hang_up(store);
    store->dead = SQLITE_OK;
}

static enum store_status open_whole(struct store *store, enum store_mode mode, struct open_as as)
{
    enum store_status status = open_file(store, mode, as.version);
    if (status != STORE_OLDER || mode == STORE_READS)
        return status;
    store_disconnect(store);
    status = migrate_store(store->path, as, &store->why);
    return status == STORE_OK ? open_file(store, mode, as.version) : status;
}

static enum store_status no_place(struct store *store, int number)
{
    store->why = (struct store_why){SQLITE_CANTOPEN, number, {0}};
    if (number == ENOENT || number == ENOTDIR)
        return STORE_ABSENT;
    if (number == EISDIR || number == EINVAL)
        return STORE_FOREIGN;
    return place_failed(&store->why, number, store->path);
}

static enum store_status open_at(struct store *store, const char *path, enum store_mode mode, struct open_as as)
{
    bool there, network;
    int number = place_real(path, &store->path, &there);
    if (number == 0)
        number = place_on_network(store->path, &network);
    if (number)
        return no_place(store, number);
    if (!there && mode != STORE_CREATES)
        return no_place(store, ENOENT);
    if (network)
        return STORE_NETWORK;
    enum store_status status = there ? STORE_OK : create_store(store->path, &store->why);
    if (status != STORE_OK)
        return status;
    if (mode != STORE_READS)
        leftovers_drop(store->path);
    number = place_fit(store->path);
    return number ? no_place(store, number) : open_whole(store, mode, as);
}

enum store_status store_open_as(struct store **store, const char *path, enum store_mode mode, struct open_as as,
                                struct store_why *why)
{
    *why = (struct store_why){.path = text_of(path)};
    *store = calloc(1, sizeof **store);
    if (!*store)
        return STORE_MEMORY;
    (*store)->schema = as.schema;
    enum store_status status = open_at(*store, path, mode, as);
    if (status == STORE_OK)
        return status;
    if (status == STORE_READ_ONLY && mode == STORE_READS)
        status = STORE_FAILED; /* it may not even be read */
    why->code = (*store)->why.code;
    why->system = (*store)->why.system;
    store_close(*store);
    *store = NULL;
    return status;
}

enum store_status store_open(struct store **store, const char *path, enum store_mode mode, struct store_why *why)
{
    return store_open_as(store, path, mode, (struct open_as){STORE_VERSION, store_migrations, store_schema}, why);
}

void store_close(struct store *store)
{
    if (!store)
        return;
    store_disconnect(store);
    free(store->path);
    free(store);
}

struct store_why store_why(const struct store *store) { return store->why; }
