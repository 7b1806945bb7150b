/* Where the file of a store lies: paths, file systems, and taking a name. Nothing here opens the file itself: closing
 * it would give up every lock that this process holds on it. */
#ifndef STORE_PLACE_H
#define STORE_PLACE_H

#include <stdbool.h>
#include <stdint.h>

/* 0, an errno, or what only a store minds. */
enum place_fault {
    PLACE_JOURNAL = -1, /* no file has the name, but a journal that SQLite would play back lies beside it */
    PLACE_BESIDE = -2,  /* what lies there is no file: a pipe would be waited for */
    PLACE_LINKED = -3,  /* the file has more than one name, and its journal would stand beside one alone */
};

/* The path without links, to be freed; of a file that is not there its folder's, and `*there` is false. */
int place_real(const char *path, char **real, bool *there);

/* Of the file the folder, to be freed; NULL: no memory. */
char *place_folder(const char *path);

/* Can locks on that statfs type not be relied on? */
bool place_is_network(uint32_t type);

/* Does the file (or, where it is not there, its folder) lie on such a file system? */
int place_on_network(const char *path, bool *network);

/* `PATH` + `middle` + random letters, an empty file that was not there before; to be freed. */
int place_new(const char *path, const char *middle, char **fresh);

/* May the file be opened as a store? */
int place_fit(const char *path);

/* May a new store get that name? EEXIST: a file has it. */
int place_free(const char *path);

/* Gives the file the name `to`, which must be free, unless `over`. Durable when it returns 0; where it does not, a name
 * that was free is so again, unless somebody has written there already. */
int place_take(const char *from, const char *to, bool over);

/* Takes the file and what SQLite may have left beside it away. */
void place_drop(const char *path);

#endif
