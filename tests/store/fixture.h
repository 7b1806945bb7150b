/* A fresh store in a folder of its own, and rows to put into it: what every test of stores begins with. */
#ifndef TESTS_STORE_FIXTURE_H
#define TESTS_STORE_FIXTURE_H

#include "store/leaf.h"
#include "store/store.h"

struct fixture {
    char folder[64], path[96];
    struct store *store;
    struct store_head head;
    struct arena arena;
    struct store_why why;
};

/* Makes the folder and the store in it; ends the program where that fails. */
void fixture_open(struct fixture *fixture);

/* Closes the store and takes everything away. */
void fixture_close(struct fixture *fixture);

/* Closes it and opens the same file again. */
void fixture_reopen(struct fixture *fixture);

/* The folder and a path in it, without a store; in memory, where the machine has such a place, for tests that do not
 * need a disk. */
void fixture_folder(struct fixture *fixture);
void fixture_folder_in_memory(struct fixture *fixture);
void fixture_remove(struct fixture *fixture);

/* The same as a test's own setup and teardown: `*state` is the fixture. */
int fixture_make(void **state);
int fixture_drop(void **state);

/* All bytes of a file; ends the program where they cannot be read. */
struct text fixture_bytes(const char *path, struct arena *arena);

/* A later version: people have an office; and a step that makes it of this one. */
#define ADD_OFFICE "ALTER TABLE people ADD COLUMN office TEXT NOT NULL DEFAULT ''"
const char *schema_with_office(void);

/* A leaf of the event, made of its numbers alone, in `arena`; payloads are named by their digests. */
struct text leaf_of(const struct store_event *event, int64_t at, struct arena *arena);

/* Appends event `seq` of the case within the open change, recorded at 1000 * seq, with these payloads. */
enum store_status append_event(struct store *store, int64_t seq, int64_t case_id, const struct store_payload *payloads,
                               size_t n, struct arena *arena);

/* A revision of `kaltim/lock` with two files; its number is 1 in a fresh store. */
enum store_status add_revision(struct store *store, int64_t *id);

/* An open case of revision 1 with two due steps, made of its number and version alone. */
struct store_case case_of(int64_t id, int64_t version, struct store_due due[2]);

#endif
