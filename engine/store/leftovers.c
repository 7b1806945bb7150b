#define _POSIX_C_SOURCE 200809L
#include "store/leftovers.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "store/handle.h"
#include "store/place.h"

enum { DIGITS = 16, A_DAY = 24 * 60 * 60 };

static bool ends_with(struct text text, struct text end)
{
    return text.len > end.len && memcmp(text.at + text.len - end.len, end.at, end.len) == 0;
}

/* What stands before the digits; empty where they are none. */
static struct text before_digits(struct text name)
{
    if (name.len <= DIGITS)
        return (struct text){0};
    for (size_t i = name.len - DIGITS; i < name.len; i++)
        if (!name.at[i] || !strchr("0123456789abcdef", name.at[i]))
            return (struct text){0};
    return (struct text){name.at, name.len - DIGITS};
}

/* The name of which this is what was left; empty where it is no such name. */
static struct text name_left(struct text name, bool copies)
{
    static const struct text marks[] = {{".part-", 6}, {".new-", 5}, {".next-", 6}};
    struct text before = before_digits(name);
    for (size_t i = 0; i < (copies ? 1 : sizeof marks / sizeof *marks); i++)
        if (ends_with(before, marks[i]))
            return (struct text){before.at, before.len - marks[i].len};
    return (struct text){0};
}

static struct text own_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return text_of(slash ? slash + 1 : path);
}

static DIR *open_folder(const char *path)
{
    char *name = place_folder(path);
    DIR *folder = name ? opendir(name) : NULL;
    int number = name ? errno : ENOMEM;
    free(name);
    errno = number;
    return folder;
}

static bool keep_name(struct texts *names, size_t *room, struct text name, struct arena *arena)
{
    struct text *grown = arena_room(arena, (struct text *)(uintptr_t)names->at, names->n, room, sizeof *grown);
    const char *copy = grown ? arena_copy(arena, name.at, name.len) : NULL;
    if (!copy)
        return false;
    grown[names->n++] = (struct text){copy, name.len};
    names->at = grown;
    return true;
}

int leftovers_find(const char *path, struct texts *names, struct arena *arena)
{
    size_t room = 0;
    int number = 0;
    *names = (struct texts){0};
    DIR *folder = open_folder(path);
    if (!folder)
        return errno;
    for (struct dirent *entry = readdir(folder); entry && number == 0; entry = readdir(folder)) {
        struct text name = text_of(entry->d_name);
        struct text file = ends_with(name, TEXT("-journal")) ? (struct text){name.at, name.len - 8} : name;
        if (text_eq(name_left(file, false), own_name(path)) && !keep_name(names, &room, name, arena))
            number = ENOMEM;
    }
    closedir(folder);
    return number;
}

/* A file of one name alone, which therefore nobody has open as a store. */
static bool is_old_file(int folder, const char *name)
{
    struct stat info;
    return fstatat(folder, name, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(info.st_mode) && info.st_nlink == 1 &&
           info.st_mtime < time(NULL) - A_DAY;
}

static bool begins_as_store(int folder, const char *name)
{
    static const unsigned char ours[] = {STORE_APPLICATION >> 24, STORE_APPLICATION >> 16 & 0xFF,
                                         STORE_APPLICATION >> 8 & 0xFF, STORE_APPLICATION & 0xFF};
    unsigned char head[72];
    int file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    bool whole = file >= 0 && pread(file, head, sizeof head, 0) == sizeof head;
    if (file >= 0)
        close(file);
    return whole && memcmp(head, "SQLite format 3", 16) == 0 && memcmp(head + 68, ours, sizeof ours) == 0;
}

/* Where a file cannot be renamed without replacing it has two names for a moment, and for ever after a crash then. */
static bool is_second_name(int folder, const char *name, const char *path)
{
    struct stat own, info;
    return stat(path, &own) == 0 && own.st_nlink > 1 && fstatat(folder, name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
           info.st_ino == own.st_ino && info.st_dev == own.st_dev;
}

static bool is_to_go(int folder, const char *name, const char *path, bool copies)
{
    struct text left = name_left(text_of(name), copies);
    if (copies ? left.len == 0 : !text_eq(left, own_name(path)))
        return false;
    return (!copies && is_second_name(folder, name, path)) ||
           (is_old_file(folder, name) && begins_as_store(folder, name));
}

static void drop_in(int folder, const char *name)
{
    char journal[NAME_MAX + sizeof "-journal"];
    snprintf(journal, sizeof journal, "%s-journal", name);
    unlinkat(folder, journal, 0);
    unlinkat(folder, name, 0);
}

static void drop_all(const char *path, bool copies)
{
    DIR *folder = open_folder(path);
    if (!folder)
        return;
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder))
        if (is_to_go(dirfd(folder), entry->d_name, path, copies))
            drop_in(dirfd(folder), entry->d_name);
    closedir(folder);
}

void leftovers_drop(const char *path) { drop_all(path, false); }

void leftovers_drop_copies(const char *path) { drop_all(path, true); }
