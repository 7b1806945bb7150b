/* What a check is asked for: files, folders, names; and what it passes over. */
#include "baku_sop.h"

#include <string.h>

#include "api/answer.h"

/* The files that were asked for, by number; grows with the library. */
struct asked {
    struct baku *baku;
    bool *files;
    size_t room;
    struct ignored *ignored;
    size_t n_ignored, room_ignored;
};

static enum status ignore(struct asked *asked, struct text path, enum ignored_why why)
{
    struct arena *arena = &asked->baku->library.arena;
    struct ignored *room = arena_room(arena, asked->ignored, asked->n_ignored, &asked->room_ignored, sizeof *room);
    if (!room)
        return STATUS_MEMORY;
    asked->ignored = room;
    room[asked->n_ignored++] = (struct ignored){path, why};
    return STATUS_OK;
}

static enum status ignore_all(struct asked *asked, struct texts paths, enum ignored_why why)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < paths.n; i++)
        status = ignore(asked, paths.at[i], why);
    return status;
}

static enum status ask(struct asked *asked, uint32_t file)
{
    if (file >= asked->room) {
        size_t room = (size_t)file * 2 + 16;
        bool *files = ARENA_ARRAY(&asked->baku->library.arena, room, bool);
        if (!files)
            return STATUS_MEMORY;
        if (asked->room)
            memcpy(files, asked->files, asked->room * sizeof *files);
        asked->files = files;
        asked->room = room;
    }
    asked->files[file] = true;
    return STATUS_OK;
}

/* Of the files of holidays that a region names, those that cannot be read belong to its answer. */
static enum status ask_broken_holidays(struct asked *asked, const struct library_region *region)
{
    struct library *library = &asked->baku->library;
    const struct texts names = region->region->holidays;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && region->errors == 0 && i < names.n; i++) {
        struct library_holidays *holidays;
        status = library_holidays(library, region->root, names.at[i], &holidays);
        if (status == STATUS_OK && holidays->errors)
            status = ask(asked, holidays->file);
    }
    return status;
}

static enum status ask_region(struct asked *asked, const char *folder)
{
    struct library_region *region;
    enum status status = library_region(&asked->baku->library, folder, &region);
    if (status == STATUS_OK && region->stated)
        status = ask(asked, region->file);
    return status == STATUS_OK && region->stated ? ask_broken_holidays(asked, region) : status;
}

static enum status ask_sop(struct asked *asked, const char *path)
{
    struct library *library = &asked->baku->library;
    struct library_sop *sop;
    enum status status = library_load(library, path, &sop);
    return status == STATUS_OK ? ask(asked, sop->file) : status;
}

/* One file by its path: what would keep it from being found by name is said, too. */
static enum status ask_file(struct asked *asked, const char *path)
{
    struct text text = text_of(path), name = path_name(text), folder = path_folder(text);
    bool stray = name.len < 5 || !text_eq((struct text){name.at + name.len - 5, 5}, TEXT(".yaml"));
    char *copy = arena_copy(&asked->baku->library.arena, folder.at, folder.len);
    struct library_region *region;
    enum status status = copy ? library_region(&asked->baku->library, copy, &region) : STATUS_MEMORY;
    if (status == STATUS_OK && !region->stated)
        status = ignore(asked, folder, IGNORED_NO_REGION);
    if (status == STATUS_OK && stray)
        status = ignore(asked, text, IGNORED_ENDING);
    return status == STATUS_OK ? ask_sop(asked, path) : status;
}

/* With instruments that cannot be read legal bases are not judged whole: that file belongs to the answer. */
static enum status ask_what_is_unread(struct asked *asked)
{
    const struct library *library = &asked->baku->library;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < library->n_roots; i++)
        if (library->roots[i].errors)
            status = ask(asked, library->roots[i].file);
    return status;
}

/* A SOP cannot run while its region or a SOP that it calls is broken: the first such belongs to the answer. */
static enum status ask_what_breaks(struct asked *asked)
{
    struct library *library = &asked->baku->library;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < library->n_sops; i++) {
        struct library_sop *culprit, *sop = library->sops[i];
        if (sop->file >= asked->room || !asked->files[sop->file] || library_can_run(library, sop, &culprit))
            continue;
        if (library->arena.failed)
            return STATUS_MEMORY;
        if (culprit->errors)
            status = ask(asked, culprit->file);
        if (status == STATUS_OK && library->regions[culprit->region].errors)
            status = ask(asked, library->regions[culprit->region].file);
    }
    return library->arena.failed ? STATUS_MEMORY : status;
}

/* A file in a folder `scenarios` is one; it is judged by the keys of a scenario. */
static enum status ask_scenario(struct asked *asked, const char *path)
{
    struct scenario *scenario;
    uint32_t file;
    enum status status = library_scenario(&asked->baku->library, path, &scenario, &file);
    return status == STATUS_OK ? ask(asked, file) : status;
}

static enum status judge_region(struct asked *asked, const char *folder)
{
    struct library_region *region;
    enum status status = library_region(&asked->baku->library, folder, &region);
    return status == STATUS_OK ? library_judge_region(&asked->baku->library, region) : status;
}

static enum status ask_whole_region(struct asked *asked, const char *folder)
{
    struct texts paths;
    enum status status = ask_region(asked, folder);
    if (status == STATUS_OK)
        status = library_list(&asked->baku->library, folder, &paths);
    for (size_t i = 0; status == STATUS_OK && i < paths.n; i++)
        status = ask_sop(asked, paths.at[i].at);
    if (status == STATUS_OK)
        status = judge_region(asked, folder);
    if (status == STATUS_OK)
        status = library_strays(&asked->baku->library, folder, &paths);
    return status == STATUS_OK ? ignore_all(asked, paths, IGNORED_ENDING) : status;
}

static enum status ask_holidays(struct asked *asked, uint32_t root, struct text name)
{
    struct library_holidays *holidays;
    enum status status = library_holidays(&asked->baku->library, root, name, &holidays);
    return status == STATUS_OK ? ask(asked, holidays->file) : status;
}

/* What the regions of a folder share: the instruments, and all files of holidays. */
static enum status ask_root(struct asked *asked, const char *folder)
{
    struct library *library = &asked->baku->library;
    struct library_root *root;
    struct texts names = {0};
    enum status status = library_root(library, folder, &root);
    uint32_t number = status == STATUS_OK ? (uint32_t)(root - library->roots) : 0;
    if (status == STATUS_OK && root->stated)
        status = ask(asked, root->file);
    if (status == STATUS_OK)
        status = library_holiday_names(library, number, &names);
    for (size_t i = 0; status == STATUS_OK && i < names.n; i++)
        status = ask_holidays(asked, number, names.at[i]);
    return status;
}

/* One of the files that regions share, by its name in the folder `data`. */
static enum status ask_shared(struct asked *asked, const char *folder, struct text name)
{
    struct library_root *root;
    enum status status = library_root(&asked->baku->library, folder, &root);
    if (status < 0)
        return status;
    if (library_is_holidays(name))
        return ask_holidays(asked, (uint32_t)(root - asked->baku->library.roots), name);
    return root->stated ? ask(asked, root->file) : STATUS_OK;
}

/* A region's folder, or a folder of regions; `*found` tells whether there was any. */
static enum status ask_folder(struct asked *asked, const char *folder, bool *found)
{
    struct library *library = &asked->baku->library;
    struct texts folders;
    char *file = path_join(&library->arena, text_of(folder), TEXT("region.yaml"));
    if (!file)
        return STATUS_MEMORY;
    *found = file_kind_of(file) != FILE_ABSENT;
    if (*found)
        return ask_whole_region(asked, folder);
    enum status status = library_regions(library, folder, &folders);
    *found = folders.n > 0;
    if (status == STATUS_OK && *found)
        status = ask_root(asked, folder);
    for (size_t i = 0; status == STATUS_OK && i < folders.n; i++)
        status = ask_whole_region(asked, folders.at[i].at);
    if (status == STATUS_OK)
        status = library_orphans(library, folder, &folders);
    return status == STATUS_OK ? ignore_all(asked, folders, IGNORED_NO_REGION) : status;
}

/* The path without trailing slashes; folders reached in two spellings would be read twice. */
static char *tidy(struct baku *baku, const char *path)
{
    size_t len = strlen(path);
    while (len > 1 && path[len - 1] == '/')
        len--;
    return arena_copy(&baku->library.arena, path, len);
}

/* The path as it is, or where there is no such thing a region of that name, which is then `*path`. */
static enum status find_kind(struct baku *baku, char **path, enum file_kind *kind)
{
    *kind = file_kind_of(*path);
    if (*kind != FILE_ABSENT)
        return STATUS_OK;
    char *region = path_join(&baku->library.arena, text_of(baku->sops), text_of(*path));
    if (!region)
        return STATUS_MEMORY;
    if (file_kind_of(region) == FILE_FOLDER) {
        *kind = FILE_FOLDER;
        *path = region;
    }
    return STATUS_OK;
}

/* The folder above `folder`, which is `data` in truth, as it may be shown. */
static struct text above_data(struct text folder, struct text real)
{
    if (text_eq(path_name(folder), TEXT("data")))
        return path_folder(folder);
    return text_eq(folder, TEXT(".")) ? TEXT("..") : path_folder(real);
}

/* `data/legal.yaml` and `data/holidays-….yaml` are no SOPs: they are read for the folder of regions above them. */
static bool is_shared(struct asked *asked, const char *path, char **root)
{
    struct arena *arena = &asked->baku->library.arena;
    struct text text = text_of(path), folder = path_folder(text), name = path_name(text);
    if (!text_eq(name, TEXT("legal.yaml")) && !library_is_holidays(name))
        return false;
    char *data = arena_copy(arena, folder.at, folder.len), *real = data ? path_real(arena, data) : NULL;
    if (!real || !text_eq(path_name(text_of(real)), TEXT("data")))
        return false;
    folder = above_data(folder, text_of(real));
    *root = arena_copy(arena, folder.at, folder.len);
    return *root != NULL;
}

static enum status ask_existing(struct asked *asked, const char *path, enum file_kind kind, bool *found)
{
    struct text folder = path_folder(text_of(path));
    if (kind == FILE_FOLDER)
        return ask_folder(asked, path, found);
    if (text_eq(path_name(text_of(path)), TEXT("region.yaml"))) {
        char *copy = arena_copy(&asked->baku->library.arena, folder.at, folder.len);
        return copy ? ask_region(asked, copy) : STATUS_MEMORY;
    }
    char *root;
    if (is_shared(asked, path, &root))
        return ask_shared(asked, root, path_name(text_of(path)));
    if (asked->baku->library.arena.failed)
        return STATUS_MEMORY;
    return text_eq(path_name(folder), TEXT("scenarios")) ? ask_scenario(asked, path) : ask_file(asked, path);
}

static enum baku_status ask_name(struct asked *asked, const char *name, struct baku_answer *answer)
{
    struct library_sop *sop;
    enum baku_status found = answer_sop(asked->baku, name, ERROR_NO_PATH, &sop, answer);
    if (found == BAKU_YES && ask(asked, sop->file) < 0)
        return answer_failure(asked->baku, answer, STATUS_MEMORY);
    return found;
}

static enum baku_status ask_path(struct asked *asked, const char *operand, struct baku_answer *answer)
{
    struct baku *baku = asked->baku;
    enum file_kind kind;
    bool found = true;
    char *path = tidy(baku, operand);
    enum status status = path ? find_kind(baku, &path, &kind) : STATUS_MEMORY;
    if (status == STATUS_OK && kind == FILE_ABSENT)
        return ask_name(asked, path, answer);
    if (status == STATUS_OK)
        status = ask_existing(asked, path, kind, &found);
    if (status < 0)
        return answer_failure(baku, answer, status);
    struct error_facts facts = {.name = text_of(path)};
    return found ? BAKU_YES : answer_error(baku, answer, BAKU_UNKNOWN, ERROR_NO_REGIONS, facts);
}

enum baku_status baku_check(struct baku *baku, const char *const *paths, size_t n,
                            const struct baku_check_options *options, struct baku_answer *answer)
{
    struct asked asked = {.baku = baku};
    enum baku_status status = BAKU_YES;
    answer->json = NULL;
    if (n == 0)
        status = answer_if_no_folder(baku, answer);
    if (n == 0 && status == BAKU_YES)
        status = ask_path(&asked, baku->sops, answer);
    for (size_t i = 0; i < n && status == BAKU_YES; i++)
        status = ask_path(&asked, paths[i], answer);
    if (status != BAKU_YES)
        return status;
    if (ask_what_breaks(&asked) < 0 || ask_what_is_unread(&asked) < 0)
        return answer_failure(baku, answer, STATUS_MEMORY);
    bool *files = ARENA_ARRAY(&baku->library.arena, baku->library.n_files, bool);
    if (!files)
        return answer_failure(baku, answer, STATUS_MEMORY);
    for (size_t i = 0; i < baku->library.n_files && i < asked.room; i++)
        files[i] = asked.files[i];
    struct check_scope scope = {.files = files, .ignored = asked.ignored, .n_ignored = asked.n_ignored};
    if (options) {
        scope.strict = options->strict;
        scope.format = options->format;
        scope.accepted = options->accepted;
    }
    return answer_findings(baku, &scope, answer);
}
