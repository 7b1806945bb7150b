/* The files of holidays that regions share, and the clock that comes of them. */
#include "api/library.h"

#include <string.h>

#include "read/read.h"

bool library_is_holidays(struct text name)
{
    const struct text first = TEXT("holidays-"), last = TEXT(".yaml");
    return name.len > first.len + last.len && memcmp(name.at, first.at, first.len) == 0 &&
           memcmp(name.at + name.len - last.len, last.at, last.len) == 0;
}

static enum status list_holidays(struct library *library, struct library_root *root)
{
    struct texts all;
    size_t n = 0;
    if (file_kind_of(root->data.at) == FILE_ABSENT)
        return STATUS_OK;
    enum status status = folder_list(root->data.at, &library->arena, &all, &library->failure);
    if (status < 0)
        return status;
    struct text *names = ARENA_ARRAY(&library->arena, all.n, struct text);
    for (size_t i = 0; names && i < all.n; i++)
        if (library_is_holidays(all.at[i]))
            names[n++] = all.at[i];
    root->holidays = (struct texts){names, n};
    return names ? STATUS_OK : STATUS_MEMORY;
}

enum status library_holiday_names(struct library *library, uint32_t root, struct texts *names)
{
    struct library_root *at = &library->roots[root];
    enum status status = at->holidays_listed ? STATUS_OK : list_holidays(library, at);
    at->holidays_listed = status == STATUS_OK;
    *names = at->holidays;
    return status;
}

static enum status load_holidays(struct library *library, struct library_holidays *entry)
{
    struct source_file source;
    char *path = path_join(&library->arena, library->roots[entry->root].data, entry->name);
    size_t before = library->findings.n;
    enum status status = path ? library_read_file(library, path, &entry->file) : STATUS_MEMORY;
    if (status < 0)
        return status;
    if (!library_source(library, entry->file, &source))
        return STATUS_MEMORY;
    status = read_holidays(&source, &entry->holidays);
    entry->errors = findings_errors(&library->findings, before);
    return status;
}

enum status library_holidays(struct library *library, uint32_t root, struct text name,
                             struct library_holidays **holidays)
{
    for (size_t i = 0; i < library->n_holidays; i++)
        if (library->holidays[i].root == root && text_eq(library->holidays[i].name, name)) {
            *holidays = &library->holidays[i];
            return STATUS_OK;
        }
    struct library_holidays *room =
        arena_room(&library->arena, library->holidays, library->n_holidays, &library->room_holidays, sizeof *room);
    char *kept = arena_copy(&library->arena, name.at, name.len);
    if (!room || !kept)
        return STATUS_MEMORY;
    library->holidays = room;
    struct library_mark before = library_mark(library);
    room[library->n_holidays] = (struct library_holidays){.root = root, .name = {kept, name.len}};
    enum status status = library_keep(library, before, load_holidays(library, &room[library->n_holidays]));
    if (status == STATUS_OK)
        *holidays = &room[library->n_holidays++];
    return status;
}

/* `holidays-2026.yaml`, of that year: the country's own list; a region's additions have a longer name. */
static bool is_national(const struct library_holidays *entry)
{
    struct buf name = BUF_INIT;
    buf_string(&name, "holidays-");
    buf_number(&name, entry->holidays.year);
    buf_string(&name, ".yaml");
    bool national = !name.failed && text_eq(buf_view(&name), entry->name);
    buf_release(&name);
    return national;
}

static enum status make_clock(struct library *library, struct library_region *region,
                              const struct library_file **culprit)
{
    const struct texts names = region->region->holidays;
    struct holidays *files = ARENA_ARRAY(&library->arena, names.n, struct holidays);
    struct workclock *clock = ARENA_NEW(&library->arena, struct workclock);
    if (!files || !clock)
        return STATUS_MEMORY;
    for (size_t i = 0; i < names.n; i++) {
        struct library_holidays *entry;
        enum status status = library_holidays(library, region->root, names.at[i], &entry);
        if (status < 0)
            return status;
        if (entry->errors) {
            *culprit = &library->files[entry->file];
            return STATUS_OK;
        }
        files[i] = entry->holidays;
        files[i].local = !is_national(entry);
    }
    if (!workclock_make(clock, region->region, (struct holiday_files){files, names.n}, &library->arena))
        return STATUS_MEMORY;
    region->clock = clock;
    return STATUS_OK;
}

enum status library_workclock(struct library *library, struct library_region *region, const struct workclock **clock,
                              const struct library_file **culprit)
{
    *culprit = NULL;
    enum status status = region->clock ? STATUS_OK : make_clock(library, region, culprit);
    *clock = region->clock;
    return status;
}
