#define _GNU_SOURCE
#include "store/shim.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/must.h"

struct bytes {
    unsigned char *at;
    size_t len;
};

/* A write (`size` bytes), or a cut to `offset` bytes (`data` NULL). */
struct write {
    int64_t offset;
    size_t size;
    unsigned char *data;
};

/* One file. */
struct node {
    struct node *next;
    char *path; /* NULL: it has lost its name */
    struct bytes durable;
    bool made; /* its name is not durable yet */
    struct write *pending;
    size_t n, room;
};

/* A name that was moved, and is not durable yet: `from` NULL where it was given, `to` NULL where it was taken away. */
struct move {
    struct move *before;
    struct node *node, *replaced; /* what had the name `to`; NULL: nothing */
    char *from, *to;
};

struct shim_file {
    sqlite3_file base;
    struct node *node; /* NULL: without a name, or only read */
    sqlite3_file *real;
};

static struct {
    sqlite3_vfs vfs, *real;
    struct node *nodes;
    struct move *moves; /* the last first */
    struct shim_fault fault;
    long power, counted, of[SHIM_OPS];
    bool happened, off; /* off: the power is */
    bool links_only;
} shim;

/* --- what is known of a file --- */

static void read_durable(struct node *node)
{
    FILE *file = fopen(node->path, "rb");
    node->made = !file;
    if (!file)
        return;
    must(fseek(file, 0, SEEK_END) == 0);
    node->durable.len = (size_t)ftell(file);
    rewind(file);
    node->durable.at = malloc(node->durable.len + 1);
    must(node->durable.at && fread(node->durable.at, 1, node->durable.len, file) == node->durable.len);
    fclose(file);
    node->made = node->durable.len == 0; /* just made, beside SQLite */
}

static struct node *node_of(const char *path)
{
    for (struct node *node = shim.nodes; node; node = node->next)
        if (node->path && strcmp(node->path, path) == 0)
            return node;
    struct node *node = calloc(1, sizeof *node);
    must(node);
    node->path = strdup(path);
    read_durable(node);
    node->next = shim.nodes;
    return shim.nodes = node;
}

static void add_write(struct node *node, struct write write)
{
    if (node->n == node->room) {
        node->room = node->room ? node->room * 2 : 16;
        node->pending = realloc(node->pending, node->room * sizeof *node->pending);
        must(node->pending);
    }
    node->pending[node->n++] = write;
}

static void resize(struct bytes *to, size_t len)
{
    to->at = realloc(to->at, len + 1);
    must(to->at);
    if (len > to->len)
        memset(to->at + to->len, 0, len - to->len);
    to->len = len;
}

/* Of a write its bytes from `from` to `end`. */
static void apply(struct bytes *to, const struct write *write, size_t from, size_t end)
{
    if (!write->data) {
        if ((size_t)write->offset < to->len)
            resize(to, (size_t)write->offset);
        return;
    }
    size_t reach = (size_t)write->offset + end;
    if (end <= from)
        return;
    if (reach > to->len)
        resize(to, reach);
    memcpy(to->at + write->offset + from, write->data + from, end - from);
}

static void forget_writes(struct node *node)
{
    for (size_t i = 0; i < node->n; i++)
        free(node->pending[i].data);
    node->n = 0;
}

static void make_durable(struct node *node)
{
    for (size_t i = 0; i < node->n; i++)
        apply(&node->durable, &node->pending[i], 0, node->pending[i].size);
    forget_writes(node);
    node->made = false;
}

static void forget_moves(void)
{
    while (shim.moves) {
        struct move *before = shim.moves->before;
        free(shim.moves->from);
        free(shim.moves->to);
        free(shim.moves);
        shim.moves = before;
    }
}

static void forget(void)
{
    forget_moves();
    while (shim.nodes) {
        struct node *next = shim.nodes->next;
        forget_writes(shim.nodes);
        free(shim.nodes->pending);
        free(shim.nodes->durable.at);
        free(shim.nodes->path);
        free(shim.nodes);
        shim.nodes = next;
    }
}

/* --- what goes wrong --- */

static bool changes_something(enum shim_op op)
{
    return op == SHIM_WRITE || op == SHIM_SYNC || op == SHIM_TRUNCATE || op == SHIM_OPEN || op == SHIM_DELETE ||
           op >= SHIM_FSYNC;
}

static bool goes_wrong(enum shim_op op)
{
    long nth = ++shim.of[op];
    if (changes_something(op) && ++shim.counted == shim.power)
        shim.off = shim.happened = true;
    bool fails = shim.fault.nth && op == shim.fault.op &&
                 (nth == shim.fault.nth || (shim.fault.for_ever && nth > shim.fault.nth));
    shim.happened |= fails;
    return fails || shim.off;
}

/* --- a file's operations --- */

static struct shim_file *own(sqlite3_file *file) { return (struct shim_file *)file; }

static int shim_close(sqlite3_file *file)
{
    int code = own(file)->real->pMethods->xClose(own(file)->real);
    free(own(file)->real);
    return code;
}

static int shim_read(sqlite3_file *file, void *to, int size, sqlite3_int64 offset)
{
    if (goes_wrong(SHIM_READ))
        return SQLITE_IOERR_READ;
    return own(file)->real->pMethods->xRead(own(file)->real, to, size, offset);
}

static int shim_write(sqlite3_file *file, const void *from, int size, sqlite3_int64 offset)
{
    struct node *node = own(file)->node;
    bool wrong = goes_wrong(SHIM_WRITE), reached = !wrong || (shim.off && shim.counted == shim.power);
    if (node && reached) { /* the write at which the power goes may be half there, too */
        unsigned char *data = malloc((size_t)size + 1);
        must(data);
        memcpy(data, from, (size_t)size);
        add_write(node, (struct write){offset, (size_t)size, data});
    }
    if (wrong)
        return shim.fault.full ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    return own(file)->real->pMethods->xWrite(own(file)->real, from, size, offset);
}

static int shim_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    if (goes_wrong(SHIM_TRUNCATE))
        return SQLITE_IOERR_TRUNCATE;
    if (own(file)->node)
        add_write(own(file)->node, (struct write){size, 0, NULL});
    return own(file)->real->pMethods->xTruncate(own(file)->real, size);
}

static int shim_sync(sqlite3_file *file, int flags)
{
    (void)flags; /* the real disk is not asked: this one is, and is faster */
    if (goes_wrong(SHIM_SYNC))
        return SQLITE_IOERR_FSYNC;
    if (own(file)->node)
        make_durable(own(file)->node);
    return SQLITE_OK;
}

static int shim_size(sqlite3_file *file, sqlite3_int64 *size)
{
    if (goes_wrong(SHIM_SIZE))
        return SQLITE_IOERR_FSTAT;
    return own(file)->real->pMethods->xFileSize(own(file)->real, size);
}

static int shim_lock(sqlite3_file *file, int level)
{
    if (goes_wrong(SHIM_LOCK))
        return SQLITE_IOERR_LOCK;
    return own(file)->real->pMethods->xLock(own(file)->real, level);
}

static int shim_unlock(sqlite3_file *file, int level)
{
    return own(file)->real->pMethods->xUnlock(own(file)->real, level);
}

static int shim_reserved(sqlite3_file *file, int *out)
{
    return own(file)->real->pMethods->xCheckReservedLock(own(file)->real, out);
}

static int shim_control(sqlite3_file *file, int op, void *arg)
{
    return own(file)->real->pMethods->xFileControl(own(file)->real, op, arg);
}

static int shim_sector(sqlite3_file *file) { return own(file)->real->pMethods->xSectorSize(own(file)->real); }
static int shim_device(sqlite3_file *file)
{
    return own(file)->real->pMethods->xDeviceCharacteristics(own(file)->real);
}

static const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = shim_close,
    .xRead = shim_read,
    .xWrite = shim_write,
    .xTruncate = shim_truncate,
    .xSync = shim_sync,
    .xFileSize = shim_size,
    .xLock = shim_lock,
    .xUnlock = shim_unlock,
    .xCheckReservedLock = shim_reserved,
    .xFileControl = shim_control,
    .xSectorSize = shim_sector,
    .xDeviceCharacteristics = shim_device,
};

/* --- the disk's operations --- */

static int shim_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *out)
{
    (void)vfs;
    file->pMethods = NULL;
    if (goes_wrong(SHIM_OPEN))
        return SQLITE_CANTOPEN;
    bool writes = name && (flags & SQLITE_OPEN_READWRITE);
    own(file)->node = writes ? node_of(name) : NULL; /* before it is there */
    own(file)->real = calloc(1, (size_t)shim.real->szOsFile);
    must(own(file)->real);
    int code = shim.real->xOpen(shim.real, name, own(file)->real, flags, out);
    if (code == SQLITE_OK)
        file->pMethods = &methods;
    else
        free(own(file)->real);
    return code;
}

static int shim_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    (void)vfs;
    if (goes_wrong(SHIM_DELETE))
        return SQLITE_IOERR_DELETE;
    struct node *node = node_of(name);
    forget_writes(node);
    resize(&node->durable, 0);
    node->made = true;
    return shim.real->xDelete(shim.real, name, sync);
}

/* --- what is done beside SQLite --- */

static bool is_on(void) { return shim.real && sqlite3_vfs_find(NULL) == &shim.vfs; }

static int went_wrong(void)
{
    errno = EIO;
    return -1;
}

static char *copy_of(const char *path)
{
    char *copy = path ? strdup(path) : NULL;
    must(copy || !path);
    return copy;
}

static struct node *named(const char *path)
{
    for (struct node *node = shim.nodes; node && path; node = node->next)
        if (node->path && strcmp(node->path, path) == 0)
            return node;
    return NULL;
}

static void note_move(struct node *node, const char *to)
{
    struct move *move = calloc(1, sizeof *move);
    must(move);
    *move = (struct move){shim.moves, node, named(to), copy_of(node->path), copy_of(to)};
    shim.moves = move;
    if (move->replaced) {
        free(move->replaced->path);
        move->replaced->path = NULL;
    }
    free(node->path);
    node->path = copy_of(to);
}

int __real_unlink(const char *path);

static void undo_move(const struct move *move)
{
    free(move->node->path);
    move->node->path = copy_of(move->from);
    if (move->to)
        __real_unlink(move->to);
    if (move->replaced)
        move->replaced->path = copy_of(move->to);
}

int __real_fsync(int file);
int __wrap_fsync(int file);
int __wrap_fsync(int file)
{
    struct stat info;
    char self[40], path[400] = "";
    if (!is_on())
        return __real_fsync(file);
    if (goes_wrong(SHIM_FSYNC))
        return went_wrong();
    snprintf(self, sizeof self, "/proc/self/fd/%d", file);
    must(fstat(file, &info) == 0 && readlink(self, path, sizeof path - 1) > 0);
    if (S_ISDIR(info.st_mode))
        forget_moves();
    else
        make_durable(node_of(path));
    return 0;
}

int __real_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to);
int __wrap_rename(const char *from, const char *to)
{
    if (is_on() && goes_wrong(SHIM_RENAME))
        return went_wrong();
    struct node *node = is_on() ? node_of(from) : NULL;
    if (node && access(to, F_OK) == 0)
        node_of(to);
    int code = __real_rename(from, to);
    if (code == 0 && node)
        note_move(node, to);
    return code;
}

int __real_renameat2(int a, const char *from, int b, const char *to, unsigned flags);
int __wrap_renameat2(int a, const char *from, int b, const char *to, unsigned flags);
int __wrap_renameat2(int a, const char *from, int b, const char *to, unsigned flags)
{
    if (is_on() && shim.links_only) {
        errno = EINVAL;
        return -1;
    }
    if (is_on() && goes_wrong(SHIM_RENAME))
        return went_wrong();
    struct node *node = is_on() ? node_of(from) : NULL;
    int code = __real_renameat2(a, from, b, to, flags);
    if (code == 0 && node)
        note_move(node, to);
    return code;
}

/* The file goes by its new name from then on: nobody looks for it by the other. */
int __real_link(const char *from, const char *to);
int __wrap_link(const char *from, const char *to);
int __wrap_link(const char *from, const char *to)
{
    if (is_on() && goes_wrong(SHIM_RENAME))
        return went_wrong();
    struct node *node = is_on() ? node_of(from) : NULL;
    int code = __real_link(from, to);
    if (code == 0 && node)
        note_move(node, to);
    return code;
}

int __wrap_unlink(const char *path);
int __wrap_unlink(const char *path)
{
    if (!is_on() || access(path, F_OK) != 0)
        return __real_unlink(path);
    if (goes_wrong(SHIM_UNLINK))
        return went_wrong();
    struct stat info;
    must(lstat(path, &info) == 0);
    struct node *node = info.st_nlink == 1 ? node_of(path) : NULL;
    int code = __real_unlink(path);
    if (code == 0 && node)
        note_move(node, NULL);
    return code;
}

int __real_chmod(const char *path, mode_t mode);
int __wrap_chmod(const char *path, mode_t mode);
int __wrap_chmod(const char *path, mode_t mode)
{
    return is_on() && goes_wrong(SHIM_CHMOD) ? went_wrong() : __real_chmod(path, mode);
}

void shim_links_only(void) { shim.links_only = true; }

void shim_begin(void)
{
    shim.real = sqlite3_vfs_find("unix");
    must(shim.real);
    shim.vfs = *shim.real;
    shim.vfs.zName = "shim";
    shim.vfs.szOsFile = (int)sizeof(struct shim_file);
    shim.vfs.xOpen = shim_open;
    shim.vfs.xDelete = shim_delete;
    must(sqlite3_vfs_register(&shim.vfs, 1) == SQLITE_OK);
    shim_rest();
}

void shim_end(void)
{
    must(sqlite3_vfs_unregister(&shim.vfs) == SQLITE_OK);
    must(sqlite3_vfs_register(shim.real, 1) == SQLITE_OK);
    forget();
    shim.links_only = false;
}

void shim_rest(void)
{
    forget();
    shim.fault = (struct shim_fault){0};
    shim.power = shim.counted = 0;
    memset(shim.of, 0, sizeof shim.of);
    shim.happened = shim.off = false;
}

void shim_fail(struct shim_fault fault)
{
    shim_rest();
    shim.fault = fault;
}

void shim_power(long nth)
{
    shim_rest();
    shim.power = nth;
}

bool shim_happened(void) { return shim.happened; }

/* --- what the disk has afterwards --- */

static uint64_t next(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static void keep_some(struct node *node, enum shim_cut cut, uint64_t *seed)
{
    for (size_t i = 0; i < node->n; i++) {
        const struct write *write = &node->pending[i];
        size_t from = 0, end = write->size;
        bool kept = cut == CUT_ALL_KEPT || (cut != CUT_NONE_KEPT && next(seed) % 2);
        if (cut == CUT_TORN && write->data) {
            size_t at = (size_t)(next(seed) % (write->size + 1));
            *(next(seed) % 2 ? &from : &end) = at;
        }
        if (kept)
            apply(&node->durable, write, from, end);
    }
}

/* Of the names that were moved since the folder's sync none, all, or some of the first. */
static void keep_moves(enum shim_cut cut, uint64_t *seed)
{
    for (const struct move *move = shim.moves; move && cut != CUT_ALL_KEPT; move = move->before) {
        if (cut != CUT_NONE_KEPT && next(seed) % 2)
            return;
        undo_move(move);
    }
}

static void write_image(const struct node *node)
{
    FILE *file = fopen(node->path, "wb");
    must(file && fwrite(node->durable.at ? node->durable.at : (unsigned char *)"", 1, node->durable.len, file) ==
                     node->durable.len);
    must(fclose(file) == 0);
}

void shim_cut(enum shim_cut cut, uint64_t seed)
{
    seed = seed * 2654435761u + 88172645463325252u;
    keep_moves(cut, &seed);
    for (struct node *node = shim.nodes; node; node = node->next) {
        if (!node->path)
            continue;
        bool gone = node->made && (cut == CUT_NONE_KEPT || (cut != CUT_ALL_KEPT && next(&seed) % 2));
        keep_some(node, cut, &seed);
        if (gone)
            __real_unlink(node->path);
        else
            write_image(node);
    }
}
