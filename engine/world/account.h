/* Who runs this program, as the system knows it; and bytes that nobody can guess. */
#ifndef WORLD_ACCOUNT_H
#define WORLD_ACCOUNT_H

#include "base/arena.h"
#include "base/text.h"

/* The name of the account, `uid N` where it has none; empty when memory is out. In `arena`. */
struct text account_name(struct arena *arena);

/* Fills with random bytes of the system's; false where it has none to give. */
bool random_bytes(unsigned char *to, size_t size);

#endif
