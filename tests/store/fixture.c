#define _DEFAULT_SOURCE
#include "store/fixture.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/must.h"
#include "store/schema.h"
#include "world/files.h"

static void make_folder(struct fixture *fixture, const char *pattern)
{
    *fixture = (struct fixture){0};
    must(digest_init());
    strcpy(fixture->folder, pattern);
    must(mkdtemp(fixture->folder));
    snprintf(fixture->path, sizeof fixture->path, "%s/baku.db", fixture->folder);
}

void fixture_folder(struct fixture *fixture) { make_folder(fixture, "/tmp/baku-store-XXXXXX"); }

void fixture_folder_in_memory(struct fixture *fixture)
{
    make_folder(fixture, access("/dev/shm", W_OK) == 0 ? "/dev/shm/baku-store-XXXXXX" : "/tmp/baku-store-XXXXXX");
}

void fixture_remove(struct fixture *fixture)
{
    DIR *folder = opendir(fixture->folder);
    must(folder);
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        char path[400];
        snprintf(path, sizeof path, "%s/%s", fixture->folder, entry->d_name);
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            unlink(path);
    }
    closedir(folder);
    must(rmdir(fixture->folder) == 0);
    arena_release(&fixture->arena);
}

static void open_or_end(struct fixture *fixture, enum store_mode mode)
{
    enum store_status status = store_open(&fixture->store, fixture->path, mode, &fixture->why);
    if (status != STORE_OK)
        fprintf(stderr, "store_open: %d, code %d, errno %d\n", (int)status, fixture->why.code, fixture->why.system);
    must(status == STORE_OK);
}

void fixture_open(struct fixture *fixture)
{
    fixture_folder(fixture);
    open_or_end(fixture, STORE_CREATES);
}

void fixture_close(struct fixture *fixture)
{
    store_close(fixture->store);
    fixture_remove(fixture);
}

void fixture_reopen(struct fixture *fixture)
{
    store_close(fixture->store);
    open_or_end(fixture, STORE_WRITES);
}

const char *schema_with_office(void)
{
    static char schema[16384];
    static const char column[] = "removed INTEGER NOT NULL CHECK (removed IN (0, 1))";
    const char *at = strstr(store_schema, column);
    must(at && strlen(store_schema) + 100 < sizeof schema);
    snprintf(schema, sizeof schema, "%.*s%s,\n    office TEXT NOT NULL DEFAULT ''%s", (int)(at - store_schema),
             store_schema, column, at + strlen(column));
    return schema;
}

struct text leaf_of(const struct store_event *event, int64_t at, struct arena *arena)
{
    struct digest *digests = ARENA_ARRAY(arena, event->n_payloads, struct digest);
    struct leaf leaf = {.seq = event->seq,
                        .case_id = event->case_id,
                        .kind = 3,
                        .person = 1 + event->seq % 7,
                        .actor = (uint16_t)(event->seq % 5),
                        .recorded = at,
                        .occurred = at - event->seq % 3 * 1000,
                        .facts = TEXT("\x01\x03\x00\x02\x01"),
                        .payloads = digests,
                        .n_payloads = event->n_payloads};
    struct buf bytes = BUF_INIT;
    for (size_t i = 0; i < event->n_payloads; i++)
        digests[i] = leaf_payload(event->payloads[i].salt, STORE_SALT, event->payloads[i].bytes);
    leaf_encode(&bytes, &leaf);
    must(!bytes.failed);
    struct text copy = {arena_copy(arena, bytes.at, bytes.len), bytes.len};
    buf_release(&bytes);
    return copy;
}

enum store_status append_event(struct store *store, int64_t seq, int64_t case_id, const struct store_payload *payloads,
                               size_t n, struct arena *arena)
{
    struct store_event event = {.seq = seq, .case_id = case_id, .payloads = payloads, .n_payloads = n};
    event.leaf = leaf_of(&event, 1000 * seq, arena);
    return store_append(store, &event, 1000 * seq);
}

enum store_status add_revision(struct store *store, int64_t *id)
{
    static const struct store_file files[] = {{{"kaltim/lock.yaml", 16}, {"title: LOCK\n", 12}},
                                              {{"kaltim/region.yaml", 18}, {"name: Kaltim\n", 13}}};
    struct store_revision revision = {.sop = TEXT("kaltim/lock"),
                                      .digest = digest_of(files[0].bytes),
                                      .from = 0,
                                      .seq = 1,
                                      .files = files,
                                      .n_files = 2};
    return store_revision_add(store, &revision, id);
}

struct store_case case_of(int64_t id, int64_t version, struct store_due due[2])
{
    static char state[150];
    memset(state, (int)(version & 0x7F), sizeof state);
    due[0] = (struct store_due){TEXT("periksa"), TEXT("petugas"), TEXT("kaltim"), version * 1000,
                                version * 1000 + 900000 + id % 97 * 60000};
    due[1] =
        (struct store_due){TEXT("terbitkan/cetak"), TEXT("pencetak"), TEXT("kaltim"), version * 1000, STORE_NO_TIME};
    return (struct store_case){.id = id,
                               .revision = 1,
                               .sop = TEXT("kaltim/lock"),
                               .region = TEXT("kaltim"),
                               .status = 0,
                               .version = version,
                               .started = id * 1000,
                               .ended = STORE_NO_TIME,
                               .state = {state, sizeof state},
                               .due = due,
                               .n_due = 2};
}

int fixture_make(void **state)
{
    struct fixture *f = malloc(sizeof *f);
    if (!f)
        return -1;
    fixture_open(f);
    *state = f;
    return 0;
}

int fixture_drop(void **state)
{
    fixture_close(*state);
    free(*state);
    return 0;
}

struct text fixture_bytes(const char *path, struct arena *arena)
{
    struct text bytes = {0};
    struct failure failure;
    must(file_read(path, SIZE_MAX / 4, arena, &bytes, &failure) == STATUS_OK);
    return bytes;
}
