#define _DEFAULT_SOURCE
#include "world/account.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

struct text account_name(struct arena *arena)
{
    char room[4096], number[32];
    struct passwd entry, *found = NULL;
    snprintf(number, sizeof number, "uid %lu", (unsigned long)getuid());
    int error = getpwuid_r(getuid(), &entry, room, sizeof room, &found);
    if (error == ENOMEM) {
        arena->failed = true;
        return (struct text){0};
    }
    const char *name = error == 0 && found && *found->pw_name ? found->pw_name : number;
    size_t len = strlen(name);
    char *copy = arena_copy(arena, name, len);
    return copy ? (struct text){copy, len} : (struct text){0};
}

bool random_bytes(unsigned char *to, size_t size)
{
    while (size) {
        ssize_t got = getrandom(to, size, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        to += got;
        size -= (size_t)got;
    }
    return true;
}
