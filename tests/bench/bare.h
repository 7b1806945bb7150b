/* The floor of the store's rows: SQLite by itself, with the same settings, tables, rows and bytes, and nothing besides:
 * no trigger, no leaf, no digest, no look at what was there. */
#ifndef BENCH_BARE_H
#define BENCH_BARE_H

#include <stdbool.h>
#include <stdint.h>

#include "store/store.h"

struct bare;

/* A new file with the tables; NULL when it cannot be made. */
struct bare *bare_open(const char *path);
void bare_close(struct bare *bare);

/* Each false when SQLite refuses. */
bool bare_begin(struct bare *bare);
bool bare_commit(struct bare *bare);
bool bare_head(struct bare *bare, int64_t seq, int64_t at);
bool bare_event(struct bare *bare, int64_t seq, int64_t case_id, struct text leaf);
bool bare_payload(struct bare *bare, int64_t id, int32_t kind, struct text bytes);
bool bare_case_add(struct bare *bare, const struct store_case *row);
bool bare_case_put(struct bare *bare, const struct store_case *row);

#endif
