#include "base/must.h"

#include <stdlib.h>

static must_hook *hook;

void must_set_hook(must_hook *replacement) { hook = replacement; }

_Noreturn void must_fail(const char *condition, const char *file, int line)
{
    if (hook)
        hook(condition, file, line);
    abort();
}
