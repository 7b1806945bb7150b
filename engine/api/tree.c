#include "api/tree.h"

#include <errno.h>
#include <string.h>

#include "base/sort.h"

/* --- a path in a bundle --- */

/* Without the last part of what was written of a path; what `..` takes away. False: there is nothing to take. */
static bool drop_part(const char *to, size_t *len)
{
    struct text last = path_name((struct text){to, *len});
    if (*len == 0 || text_eq(last, TEXT("..")) || last.len == 0)
        return false;
    *len -= last.len;
    *len -= *len > 1; /* the slash before it, unless that is the path's first byte */
    return true;
}

static void add_part(char *to, size_t *len, struct text part)
{
    if (*len && to[*len - 1] != '/')
        to[(*len)++] = '/';
    memcpy(to + *len, part.at, part.len);
    *len += part.len;
}

/* The path without `.`, empty parts and `..`, by its words alone: a bundle has no links. */
static char *tidy(struct text path, struct arena *arena)
{
    char *to = arena_alloc(arena, path.len + 2);
    size_t len = 0;
    if (!to)
        return NULL;
    if (path.len && path.at[0] == '/')
        to[len++] = '/';
    while (path.len) {
        struct text part = text_cut(path, '/', &path);
        if (part.len == 0 || text_eq(part, TEXT(".")))
            continue;
        if (!text_eq(part, TEXT("..")) || !drop_part(to, &len))
            add_part(to, &len, part);
    }
    if (len == 0)
        to[len++] = '.';
    to[len] = '\0';
    return to;
}

/* What stands of a tidy path behind `folder/`, or behind nothing where the folder is `.`. */
static bool is_below(struct text path, struct text folder, struct text *rest)
{
    if (text_eq(folder, TEXT("."))) {
        *rest = path;
        return path.len && path.at[0] != '/';
    }
    if (!text_begins(path, folder))
        return false;
    *rest = (struct text){path.at + folder.len, path.len - folder.len};
    if (folder.at[folder.len - 1] == '/')
        return rest->len > 0;
    if (rest->len < 2 || rest->at[0] != '/')
        return false;
    *rest = (struct text){rest->at + 1, rest->len - 1};
    return true;
}

/* The path as a name in the bundle; empty for its root. False: it lies outside. */
static bool name_in(const struct tree *tree, const char *path, struct arena *arena, struct text *name)
{
    struct text tidied = text_of(tidy(text_of(path), arena)), root = text_of(tidy(tree->root, arena));
    *name = (struct text){0};
    return tidied.len && root.len && (text_eq(tidied, root) || is_below(tidied, root, name));
}

static const struct store_file *find(const struct tree *tree, struct text name)
{
    for (size_t i = 0; i < tree->n; i++)
        if (text_eq(tree->files[i].name, name))
            return &tree->files[i];
    return NULL;
}

/* The part of a file's name that stands in that folder of the bundle; empty: none does. */
static struct text part_in(const struct store_file *file, struct text folder)
{
    struct text rest = file->name, ignored;
    if (folder.len && !is_below(file->name, folder, &rest))
        return (struct text){0};
    return text_cut(rest, '/', &ignored);
}

static bool is_folder(const struct tree *tree, struct text name)
{
    for (size_t i = 0; i < tree->n; i++)
        if (part_in(&tree->files[i], name).len)
            return true;
    return name.len == 0;
}

/* --- the bundle --- */

static enum file_kind bundle_kind(const struct tree *tree, const char *path, struct arena *scratch)
{
    struct text name;
    if (!name_in(tree, path, scratch, &name))
        return scratch->failed ? FILE_OTHER : FILE_ABSENT;
    return find(tree, name) ? FILE_REGULAR : is_folder(tree, name) ? FILE_FOLDER : FILE_ABSENT;
}

static enum status absent(const char *path, int number, struct tree_asked asked)
{
    if (asked.arena->failed)
        return STATUS_MEMORY;
    *asked.failure = (struct failure){number, text_of(path)};
    return STATUS_WORLD;
}

static enum status bundle_read(const struct tree *tree, const char *path, struct text *bytes, struct tree_asked asked)
{
    struct text name;
    const struct store_file *file = name_in(tree, path, asked.arena, &name) ? find(tree, name) : NULL;
    if (!file)
        return absent(path, ENOENT, asked);
    bytes->at = file->bytes.at ? file->bytes.at : "";
    bytes->len = file->bytes.len > MAX_FILE_BYTES ? MAX_FILE_BYTES + 1 : file->bytes.len;
    return STATUS_OK;
}

static int by_bytes(const void *a, const void *b) { return text_cmp(*(const struct text *)a, *(const struct text *)b); }

static enum status bundle_list(const struct tree *tree, const char *path, struct texts *names, struct tree_asked asked)
{
    struct text folder;
    struct text *at = ARENA_ARRAY(asked.arena, tree->n, struct text);
    size_t n = 0, kept = 0;
    *names = (struct texts){0};
    if (!name_in(tree, path, asked.arena, &folder) || !is_folder(tree, folder))
        return absent(path, ENOENT, asked);
    for (size_t i = 0; at && i < tree->n; i++) {
        struct text part = part_in(&tree->files[i], folder);
        if (part.len && part.at[0] != '.')
            at[n++] = part;
    }
    if (!at || (n && !sort_stable(at, n, sizeof *at, by_bytes, asked.arena)))
        return STATUS_MEMORY;
    for (size_t i = 0; i < n; i++)
        if (i == 0 || !text_eq(at[i], at[i - 1]))
            at[kept++] = at[i];
    *names = (struct texts){at, kept};
    return STATUS_OK;
}

/* --- either --- */

enum file_kind tree_kind(const struct tree *tree, const char *path, struct arena *scratch)
{
    return tree_is_disk(tree) ? file_kind_of(path) : bundle_kind(tree, path, scratch);
}

enum status tree_read(const struct tree *tree, const char *path, struct text *bytes, struct tree_asked asked)
{
    if (!tree_is_disk(tree))
        return bundle_read(tree, path, bytes, asked);
    return file_read(path, MAX_FILE_BYTES, asked.arena, bytes, asked.failure);
}

enum status tree_list(const struct tree *tree, const char *path, struct texts *names, struct tree_asked asked)
{
    if (!tree_is_disk(tree))
        return bundle_list(tree, path, names, asked);
    return folder_list(path, asked.arena, names, asked.failure);
}

char *tree_real(const struct tree *tree, const char *path, struct arena *arena)
{
    return tree_is_disk(tree) ? path_real(arena, path) : tidy(text_of(path), arena);
}
