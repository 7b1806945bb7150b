#include "time/path.h"

#include <string.h>

struct text path_sign(struct arena *arena, struct text left, const char *sign, struct text right)
{
    size_t middle = strlen(sign), len = left.len + middle + right.len;
    char *at = arena_alloc(arena, len + 1);
    if (!at)
        return (struct text){0};
    if (left.len)
        memcpy(at, left.at, left.len);
    memcpy(at + left.len, sign, middle);
    if (right.len)
        memcpy(at + left.len + middle, right.at, right.len);
    return (struct text){at, len};
}

struct text path_step(struct arena *arena, struct text prefix, struct text key)
{
    return prefix.len ? path_sign(arena, prefix, "/", key) : key;
}
