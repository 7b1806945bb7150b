/* Files and folders: the engine's only eyes on the disk. What fails leaves its reason in a struct failure. */
#ifndef WORLD_FILES_H
#define WORLD_FILES_H

#include "base/finding.h"
#include "base/status.h"

struct failure {
    int number;       /* the errno, or one of these below */
    struct text path; /* borrowed */
};

enum {
    FAILURE_NOT_REGULAR = -1, /* neither a file nor a folder: a device, a pipe */
    FAILURE_CHANGES = -2      /* it has more or fewer bytes than it says: it is being written, or the system makes it up */
};

/* The failure in a sentence: what, and why. */
void failure_words(struct buf *to, const struct failure *failure, enum lang lang);

enum file_kind { FILE_ABSENT, FILE_REGULAR, FILE_FOLDER, FILE_OTHER };

/* What stands at that path. What is there but cannot be looked at is OTHER: reading it says why. */
enum file_kind file_kind_of(const char *path);

/* Reads a regular file, at most `most` + 1 bytes of it, so that the caller can see that it is larger. WORLD with
 * `*failure` set where it cannot be read, or changes while it is. */
enum status file_read(const char *path, size_t most, struct arena *arena, struct text *bytes, struct failure *failure);

/* The names in a folder, sorted by bytes, without those that begin with a dot. */
enum status folder_list(const char *path, struct arena *arena, struct texts *names, struct failure *failure);

/* `FOLDER/NAME`, NUL-terminated, in `arena`; NULL when memory is out. */
char *path_join(struct arena *arena, struct text folder, struct text name);

/* The folder part of a path (`.` where it has none), and the last part. Trailing slashes do not count. */
struct text path_folder(struct text path);
struct text path_name(struct text path);

/* The path without `.`, `..` and links, in `arena`: by it two spellings are one file. Where it cannot be resolved, the
 * path as it is; NULL when memory is out. */
char *path_real(struct arena *arena, const char *path);

/* How many bytes are free on the disk where the file lies, or -1. */
int64_t disk_free(const char *path);

#endif
