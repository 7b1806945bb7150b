#define _GNU_SOURCE
#include "store/place.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

char *place_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return strdup(".");
    return slash == path ? strdup("/") : strndup(path, (size_t)(slash - path));
}

static char *join(const char *folder, const char *name)
{
    size_t len = strlen(folder), more = strlen(name);
    bool slash = len == 0 || folder[len - 1] != '/';
    char *path = malloc(len + slash + more + 1);
    if (!path)
        return NULL;
    memcpy(path, folder, len);
    path[len] = '/';
    memcpy(path + len + slash, name, more + 1);
    return path;
}

static int real_folder(const char *path, char **real)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    if (*name == '\0')
        return *path ? EISDIR : ENOENT;
    char *folder = place_folder(path);
    char *resolved = folder ? realpath(folder, NULL) : NULL;
    int number = resolved ? 0 : folder ? errno : ENOMEM;
    if (resolved && !(*real = join(resolved, name)))
        number = ENOMEM;
    free(resolved);
    free(folder);
    return number;
}

int place_real(const char *path, char **real, bool *there)
{
    struct stat info;
    *real = realpath(path, NULL);
    *there = *real != NULL;
    if (!*real)
        return errno == ENOENT ? real_folder(path, real) : errno;
    int number = stat(*real, &info) != 0 ? errno : S_ISREG(info.st_mode) ? 0 : S_ISDIR(info.st_mode) ? EISDIR : EINVAL;
    if (number) {
        free(*real);
        *real = NULL;
    }
    return number;
}

bool place_is_network(uint32_t type)
{
    static const uint32_t types[] = {
#define NETWORK(name, type) type,
#include "store/networks.def"
#undef NETWORK
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (types[i] == type)
            return true;
    return false;
}

int place_on_network(const char *path, bool *network)
{
    struct statfs info;
    int number = 0;
    if (statfs(path, &info) != 0) {
        char *folder = errno == ENOENT ? place_folder(path) : NULL;
        number = errno == ENOENT ? folder ? statfs(folder, &info) ? errno : 0 : ENOMEM : errno;
        free(folder);
    }
    *network = number == 0 && place_is_network((uint32_t)info.f_type);
    return number;
}

/* SQLite's own random numbers are the same in two children of one process. */
static int new_name(const char *path, const char *middle, char **name)
{
    uint64_t random;
    size_t room = strlen(path) + strlen(middle) + 17;
    if (getrandom(&random, sizeof random, 0) != sizeof random)
        return errno;
    *name = malloc(room);
    if (!*name)
        return ENOMEM;
    snprintf(*name, room, "%s%s%016llx", path, middle, (unsigned long long)random);
    return 0;
}

int place_new(const char *path, const char *middle, char **fresh)
{
    *fresh = NULL;
    int number = new_name(path, middle, fresh);
    if (number)
        return number;
    int file = open(*fresh, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0660);
    if (file >= 0 && close(file) == 0)
        return 0;
    number = errno;
    free(*fresh);
    *fresh = NULL;
    return number;
}

/* Some file systems cannot rename without replacing; links do the same. */
static int rename_to_new(const char *from, const char *to)
{
    if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return errno;
    if (link(from, to) != 0)
        return errno;
    unlink(from);
    return 0;
}

static int sync_folder(const char *path)
{
    char *name = place_folder(path);
    if (!name)
        return ENOMEM;
    int folder = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC), number = 0;
    free(name);
    if (folder < 0)
        return errno;
    if (fsync(folder) != 0 && errno != EINVAL)
        number = errno;
    close(folder);
    return number;
}

/* What lies beside a path where SQLite looks for its journals. */
struct beside {
    bool any;
    bool odd; /* one is no file */
    bool hot; /* one would be played back, or is not to be told */
};

/* A journal whose transaction is over begins with zeros, or is empty: SQLite passes it over and writes into it anew. */
static bool is_over(const char *journal)
{
    char first = 1;
    int file = open(journal, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    ssize_t got = file < 0 ? -1 : read(file, &first, 1);
    if (file >= 0)
        close(file);
    return got == 0 || (got == 1 && first == 0);
}

static int look_beside(const char *path, struct beside *beside)
{
    static const char *const ends[] = {"-journal", "-shm", "-wal"};
    size_t room = strlen(path) + sizeof "-journal";
    char *name = malloc(room);
    int number = name ? 0 : ENOMEM;
    *beside = (struct beside){false, false, false};
    for (size_t i = 0; i < sizeof ends / sizeof *ends && number == 0; i++) {
        struct stat info;
        snprintf(name, room, "%s%s", path, ends[i]);
        bool there = lstat(name, &info) == 0, odd = there && !S_ISREG(info.st_mode);
        number = there || errno == ENOENT ? 0 : errno;
        beside->any = beside->any || there;
        beside->odd = beside->odd || odd;
        beside->hot = beside->hot || odd || (there && (i > 0 || !is_over(name)));
    }
    free(name);
    return number;
}

int place_fit(const char *path)
{
    struct stat info;
    struct beside beside = {false, false, false};
    int number = stat(path, &info) == 0 ? look_beside(path, &beside) : errno;
    if (number == 0 && info.st_nlink > 1)
        return PLACE_LINKED;
    return number == 0 && beside.odd ? PLACE_BESIDE : number;
}

/* In this order: beside a name that was taken just now a journal may lie. */
int place_free(const char *path)
{
    struct stat info;
    struct beside beside;
    int number = look_beside(path, &beside);
    if (number)
        return number;
    if (lstat(path, &info) == 0)
        return EEXIST;
    return errno != ENOENT ? errno : beside.hot ? PLACE_JOURNAL : 0;
}

static int take_free(const char *from, const char *to)
{
    int number = place_free(to);
    if (number == 0)
        number = rename_to_new(from, to);
    if (number)
        return number;
    struct beside beside;
    number = sync_folder(to);
    if (number && look_beside(to, &beside) == 0 && !beside.any)
        unlink(to);
    return number;
}

int place_take(const char *from, const char *to, bool over)
{
    if (!over)
        return take_free(from, to);
    return rename(from, to) ? errno : sync_folder(to);
}

void place_drop(const char *path)
{
    size_t room = strlen(path) + sizeof "-journal";
    char *journal = malloc(room);
    if (journal) {
        snprintf(journal, room, "%s-journal", path);
        unlink(journal);
    }
    free(journal);
    unlink(path);
}
