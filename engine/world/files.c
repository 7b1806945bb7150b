#define _XOPEN_SOURCE 700
#include "world/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/sort.h"

void failure_words(struct buf *to, const struct failure *failure, enum lang lang)
{
    static const struct {
        int number;
        const char *words[LANG_COUNT];
    } known[] = {
#define FAILURE(number, id, en) {number, {id, en}},
#include "world/failures.def"
#undef FAILURE
        {FAILURE_NOT_REGULAR, {"itu bukan berkas biasa", "it is not a regular file"}},
        {FAILURE_CHANGES, {"berkas itu sedang berubah", "the file is changing"}},
    };
    buf_string(to, lang == LANG_ID ? "`" : "cannot read `");
    buf_shown(to, failure->path, 300);
    buf_string(to, lang == LANG_ID ? "` tidak dapat dibaca: " : "`: ");
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].number == failure->number) {
            buf_string(to, known[i].words[lang]);
            return;
        }
    buf_string(to, strerror(failure->number));
}

enum file_kind file_kind_of(const char *path)
{
    struct stat info;
    if (stat(path, &info) != 0)
        return errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG ? FILE_ABSENT : FILE_OTHER;
    return S_ISREG(info.st_mode) ? FILE_REGULAR : S_ISDIR(info.st_mode) ? FILE_FOLDER : FILE_OTHER;
}

static enum status fail(struct failure *failure, int number, const char *path)
{
    if (number == ENOMEM)
        return STATUS_MEMORY;
    *failure = (struct failure){number, text_of(path)};
    return STATUS_WORLD;
}

/* Up to `room` bytes; -1 with errno set. */
static ssize_t read_all(int fd, char *at, size_t room)
{
    size_t got = 0;
    while (got < room) {
        ssize_t n = read(fd, at + got, room - got);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        got += (size_t)n;
    }
    return (ssize_t)got;
}

static enum status read_open(int fd, const char *path, size_t most, struct arena *arena, struct text *bytes,
                             struct failure *failure)
{
    struct stat info;
    if (fstat(fd, &info) != 0)
        return fail(failure, errno, path);
    if (!S_ISREG(info.st_mode))
        return fail(failure, S_ISDIR(info.st_mode) ? EISDIR : FAILURE_NOT_REGULAR, path);
    bool large = (uintmax_t)info.st_size > most;
    size_t room = large ? most + 1 : (size_t)info.st_size + 1; /* one more: does it end where it says? */
    char *at = arena_alloc(arena, room + 1);
    if (!at)
        return STATUS_MEMORY;
    ssize_t got = read_all(fd, at, room);
    if (got < 0)
        return fail(failure, errno, path);
    if (!large && got != info.st_size)
        return fail(failure, FAILURE_CHANGES, path);
    *bytes = (struct text){at, (size_t)got};
    return STATUS_OK;
}

enum status file_read(const char *path, size_t most, struct arena *arena, struct text *bytes, struct failure *failure)
{
    /* A pipe must not make us wait for its writer before it is found not to be a file. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return fail(failure, errno, path);
    enum status status = read_open(fd, path, most, arena, bytes, failure);
    close(fd);
    return status;
}

static int by_bytes(const void *a, const void *b) { return text_cmp(*(const struct text *)a, *(const struct text *)b); }

static enum status list_open(DIR *folder, const char *path, struct arena *arena, struct texts *names,
                             struct failure *failure)
{
    struct text *at = NULL;
    size_t n = 0, room = 0;
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(folder);
        if (!entry && errno)
            return fail(failure, errno, path);
        if (!entry)
            break;
        if (entry->d_name[0] == '.')
            continue;
        struct text *grown = arena_room(arena, at, n, &room, sizeof *at);
        if (!grown)
            return STATUS_MEMORY;
        at = grown;
        size_t len = strlen(entry->d_name);
        at[n] = (struct text){arena_copy(arena, entry->d_name, len), len};
        if (!at[n++].at)
            return STATUS_MEMORY;
    }
    *names = (struct texts){at, n};
    return n == 0 || sort_stable(at, n, sizeof *at, by_bytes, arena) ? STATUS_OK : STATUS_MEMORY;
}

enum status folder_list(const char *path, struct arena *arena, struct texts *names, struct failure *failure)
{
    DIR *folder = opendir(path);
    *names = (struct texts){0};
    if (!folder)
        return fail(failure, errno, path);
    enum status status = list_open(folder, path, arena, names, failure);
    closedir(folder);
    return status;
}

char *path_join(struct arena *arena, struct text folder, struct text name)
{
    bool slash = folder.len && folder.at[folder.len - 1] != '/';
    char *path = arena_alloc(arena, folder.len + slash + name.len + 1);
    if (!path)
        return NULL;
    if (folder.len)
        memcpy(path, folder.at, folder.len);
    if (slash)
        path[folder.len] = '/';
    memcpy(path + folder.len + slash, name.at, name.len);
    return path;
}

static struct text without_slashes(struct text path)
{
    while (path.len > 1 && path.at[path.len - 1] == '/')
        path.len--;
    return path;
}

struct text path_name(struct text path)
{
    path = without_slashes(path);
    size_t at = path.len;
    while (at && path.at[at - 1] != '/')
        at--;
    return (struct text){path.at + at, path.len - at};
}

struct text path_folder(struct text path)
{
    path = without_slashes(path);
    size_t len = path.len - path_name(path).len;
    return len ? without_slashes((struct text){path.at, len}) : TEXT(".");
}

char *path_real(struct arena *arena, const char *path)
{
    char real[PATH_MAX];
    const char *resolved = realpath(path, real) ? real : path;
    if (resolved == path && errno == ENOMEM)
        return NULL;
    return arena_copy(arena, resolved, strlen(resolved));
}

int64_t disk_free(const char *path)
{
    struct statvfs info;
    return statvfs(path, &info) == 0 ? (int64_t)(info.f_bavail * info.f_frsize) : -1;
}
