/* Where a library reads: the disk, or a bundle of files in memory that stands for a folder of regions.
 *
 * Paths and failures are those of world/files.h. A bundle's files are found below `root`, which no disk knows: with the
 * root `sops` the file `kaltim/hilang.yaml` is `sops/kaltim/hilang.yaml`. Whatever is not in the bundle is absent, in
 * its root and everywhere else. */
#ifndef API_TREE_H
#define API_TREE_H

#include "store/store.h"
#include "world/files.h"

struct tree {
    struct text root;               /* of the bundle; empty: it is the disk */
    const struct store_file *files; /* in the bundle, borrowed; their names without `.` and `..` */
    size_t n;
};

static inline bool tree_is_disk(const struct tree *tree) { return tree->root.len == 0; }

/* What stands at that path; OTHER where memory is out, as `scratch` then shows. */
enum file_kind tree_kind(const struct tree *tree, const char *path, struct arena *scratch);

/* What a library asks a tree with: where the answer lives, and why there is none. */
struct tree_asked {
    struct arena *arena;
    struct failure *failure;
};

/* A regular file, at most MAX_FILE_BYTES + 1 bytes of it. */
enum status tree_read(const struct tree *tree, const char *path, struct text *bytes, struct tree_asked asked);

/* The names in a folder, sorted by bytes, without those that begin with a dot. */
enum status tree_list(const struct tree *tree, const char *path, struct texts *names, struct tree_asked asked);

/* The path by which two spellings are one file; NULL when memory is out. */
char *tree_real(const struct tree *tree, const char *path, struct arena *arena);

#endif
