/* Paths of steps across calls: `CALLSTEP/STEP`. */
#ifndef TIME_PATH_H
#define TIME_PATH_H

#include "base/arena.h"
#include "base/text.h"

/* `PREFIX/KEY`, or KEY alone where there is no prefix; empty when memory is out. */
struct text path_step(struct arena *arena, struct text prefix, struct text key);

/* LEFT, the sign, RIGHT. */
struct text path_sign(struct arena *arena, struct text left, const char *sign, struct text right);

#endif
