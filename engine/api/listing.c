/* What stands in the folders: regions, their SOPs, and what only looks like one. */
#include "api/library.h"

#include <string.h>

static bool ends_in_yaml(struct text name) { return name.len > 5 && memcmp(name.at + name.len - 5, ".yaml", 5) == 0; }

/* Is this entry of a folder wanted? `path` is the whole of it. */
typedef bool wanted_entry(struct library *library, struct text name, const char *path);

static enum status list_wanted(struct library *library, const char *folder, wanted_entry *wanted, struct texts *paths)
{
    struct texts names;
    *paths = (struct texts){0};
    enum status status = tree_list(&library->tree, folder, &names, library_asked(library));
    if (status < 0)
        return status;
    struct text *at = ARENA_ARRAY(&library->arena, names.n, struct text);
    size_t n = 0;
    for (size_t i = 0; at && i < names.n; i++) {
        char *path = path_join(&library->arena, text_of(folder), names.at[i]);
        if (path && wanted(library, names.at[i], path))
            at[n++] = text_of(path);
    }
    *paths = (struct texts){at, n};
    return library->arena.failed ? STATUS_MEMORY : STATUS_OK;
}

static bool is_sop_file(struct library *library, struct text name, const char *path)
{
    (void)library;
    (void)path;
    return ends_in_yaml(name) && !text_eq(name, TEXT("region.yaml"));
}

static bool ends_in(struct text name, struct text ending)
{
    return name.len > ending.len && text_eq_blind((struct text){name.at + name.len - ending.len, ending.len}, ending);
}

/* Also `region.yml`, which makes no region. */
static bool is_stray(struct library *library, struct text name, const char *path)
{
    (void)library;
    (void)path;
    return !ends_in_yaml(name) && (ends_in(name, TEXT(".yaml")) || ends_in(name, TEXT(".yml")) ||
                                   ends_in(name, TEXT(".yaml.txt")) || ends_in(name, TEXT(".yml.txt")));
}

static bool is_region(struct library *library, struct text name, const char *path)
{
    (void)name;
    char *file = path_join(&library->arena, text_of(path), TEXT("region.yaml"));
    return file && library_kind(library, file) != FILE_ABSENT;
}

static bool is_orphan(struct library *library, struct text name, const char *path)
{
    struct texts sops, strays;
    if (text_eq(name, TEXT("data")) || text_eq(name, TEXT("sources")) || library_kind(library, path) != FILE_FOLDER ||
        is_region(library, name, path))
        return false;
    return (library_list(library, path, &sops) == STATUS_OK && sops.n) ||
           (library_strays(library, path, &strays) == STATUS_OK && strays.n);
}

enum status library_list(struct library *library, const char *folder, struct texts *paths)
{
    return list_wanted(library, folder, is_sop_file, paths);
}

enum status library_strays(struct library *library, const char *folder, struct texts *paths)
{
    return list_wanted(library, folder, is_stray, paths);
}

enum status library_regions(struct library *library, const char *root, struct texts *folders)
{
    return list_wanted(library, root, is_region, folders);
}

enum status library_orphans(struct library *library, const char *root, struct texts *folders)
{
    return list_wanted(library, root, is_orphan, folders);
}

/* `REGION/FILE` of a path `…/REGION/FILE.yaml`. */
struct text library_name_of(struct library *library, struct text path)
{
    struct text file = path_name(path), region = path_name(path_folder(path));
    if (ends_in_yaml(file))
        file.len -= 5;
    char *name = path_join(&library->arena, region, file);
    return text_of(name);
}

enum status library_names(struct library *library, const char *root, struct texts *names)
{
    struct texts folders, paths;
    struct text *at = NULL;
    size_t n = 0, room = 0;
    *names = (struct texts){0};
    enum status status = library_regions(library, root, &folders);
    for (size_t i = 0; status == STATUS_OK && i < folders.n; i++) {
        status = library_list(library, folders.at[i].at, &paths);
        for (size_t k = 0; status == STATUS_OK && k < paths.n; k++) {
            struct text *grown = arena_room(&library->arena, at, n, &room, sizeof *at);
            if (!grown)
                return STATUS_MEMORY;
            at = grown;
            at[n++] = library_name_of(library, paths.at[k]);
        }
    }
    *names = (struct texts){at, n};
    return status == STATUS_MEMORY || library->arena.failed ? STATUS_MEMORY : STATUS_OK;
}
