/* Commands over the store: a step that is completed and acknowledged, and cases from a CSV file, beside bare SQLite
 * that writes the same rows and bytes; and that both, and the worklist, cost the same however many cases there are.
 * BAKU_BENCH_CASES is how many "many" are: 20,000 unless told. */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "baku_case.h"
#include "baku_publish.h"
#include "bench/bare.h"
#include "bench/bench.h"
#include "store/fixture.h"

enum { BATCH = 1000, STEPS = 3 };

/* An office with cases of kaltim/pencabutan, each sent back again and again; or bare SQLite with its rows. */
struct book {
    struct fixture file;
    struct baku *baku; /* NULL: bare */
    struct bare *bare;
    char csv[120];
    int64_t cases, next, keys, seq;
    unsigned char *steps; /* of each case, how far it has come */
    struct store_case row;
    struct store_due due[1];
    struct text leaf;
};

static bool fine(enum baku_status status, struct baku_answer *answer)
{
    baku_answer_release(answer);
    return status == BAKU_YES;
}

static bool add_user(struct book *book, const char *name, const char *actor)
{
    struct baku_answer answer = {0};
    struct baku_user user = {.name = name, .actor = actor, .region = actor ? "kaltim" : NULL, .as = "admin"};
    return fine(baku_user_add(book->baku, &user, &answer), &answer);
}

static bool write_csv(struct book *book, int64_t rows)
{
    FILE *file = fopen(book->csv, "w");
    if (!file)
        return false;
    fprintf(file, "key,sop,title,template-surat-keterangan,akun-ams\n");
    for (int64_t i = 0; i < rows; i++, book->keys++)
        fprintf(file, "S-%07lld,kaltim/pencabutan,Orang nomor %07lld,x,x\n", (long long)book->keys,
                (long long)book->keys);
    return fclose(file) == 0;
}

static bool import(struct book *book, int64_t rows)
{
    struct baku_answer answer = {0};
    return write_csv(book, rows) &&
           fine(baku_case_import(book->baku, book->csv, &(struct baku_deed){.as = "sari"}, &answer), &answer);
}

static bool open_book(struct book *book, int64_t cases)
{
    const char *sop = "kaltim/pencabutan";
    struct baku_answer answer = {0};
    *book = (struct book){.cases = cases, .steps = calloc((size_t)cases, 1)};
    fixture_folder(&book->file);
    snprintf(book->csv, sizeof book->csv, "%s/perkara.csv", book->file.folder);
    struct baku_options options = {.store = book->file.path};
    return book->steps && baku_open(&options, &book->baku) == BAKU_YES && add_user(book, "admin", NULL) &&
           add_user(book, "sari", "pemohon") && add_user(book, "rudi", "verifikator") &&
           fine(baku_publish(book->baku, &sop, 1, &(struct baku_publishing){.as = "admin", .from = "2001-01-01"},
                             &answer),
                &answer) &&
           import(book, cases);
}

static void close_book(struct book *book)
{
    baku_close(book->baku);
    if (book->bare)
        bare_close(book->bare);
    if (book->csv[0])
        remove(book->csv);
    if (book->file.folder[0])
        fixture_remove(&book->file);
    free(book->steps);
}

/* --- bare SQLite with what one of our cases has --- */

static bool take_row(struct book *bare, const struct book *ours)
{
    struct store *store;
    struct store_why why;
    struct store_events events;
    struct arena *arena = &bare->file.arena;
    if (store_open(&store, ours->file.path, STORE_READS, &why) != STORE_OK)
        return false;
    bool good = store_case(store, 1, &bare->row, arena) == STORE_OK && bare->row.n_due == 1 &&
                store_events(store, (struct store_events_wanted){.case_id = 1}, &events, arena) == STORE_OK;
    if (good) {
        bare->due[0] = bare->row.due[0];
        bare->row.due = bare->due;
        bare->leaf = events.at[events.n - 1].leaf;
    }
    store_close(store);
    return good;
}

static bool add_bare_case(struct book *book)
{
    char key[32];
    struct text title = TEXT("Orang nomor 0000000");
    int64_t id = book->row.id = ++book->keys;
    snprintf(key, sizeof key, "S-%07lld", (long long)id);
    book->row.key = text_of(key);
    book->seq++;
    return bare_event(book->bare, book->seq, id, book->leaf) && bare_payload(book->bare, book->seq * 65536, 1, title) &&
           bare_payload(book->bare, book->seq * 65536 + 1, 2, book->row.key) && bare_case_add(book->bare, &book->row);
}

static bool add_bare_cases(struct book *book, int64_t n)
{
    bool good = true;
    for (int64_t i = 0; i < n && good; i++)
        good = (i % BATCH || bare_begin(book->bare)) && add_bare_case(book) &&
               (((i + 1) % BATCH && i + 1 < n) ||
                (bare_head(book->bare, book->seq, book->seq) && bare_commit(book->bare)));
    return good;
}

static bool open_bare(struct book *book, const struct book *ours)
{
    *book = (struct book){.cases = ours->cases};
    fixture_folder(&book->file);
    book->bare = bare_open(book->file.path);
    return book->bare && take_row(book, ours) && add_bare_cases(book, book->cases);
}

/* --- the rows --- */

static bool complete(struct book *book, int64_t id)
{
    static const char *const keys[STEPS] = {"ajukan-surat-keterangan", "ajukan-pencabutan", "verifikasi"};
    static const char *const people[STEPS] = {"sari", "sari", "rudi"};
    unsigned char *step = &book->steps[id - 1];
    struct baku_answer answer = {0};
    char number[24];
    snprintf(number, sizeof number, "%lld", (long long)id);
    struct baku_deed deed = {.as = people[*step], .answer = *step == 2 ? BAKU_ANSWER_TIDAK : BAKU_ANSWER_NONE};
    bool good = fine(baku_case_do(book->baku, number, keys[*step], &deed, &answer), &answer);
    *step = (unsigned char)((*step + 1) % STEPS);
    return good;
}

static bool complete_bare(struct book *book, int64_t id)
{
    book->row.id = id;
    book->row.version = ++book->seq;
    return bare_begin(book->bare) && bare_event(book->bare, book->seq, id, book->leaf) &&
           bare_case_put(book->bare, &book->row) && bare_head(book->bare, book->seq, book->seq) &&
           bare_commit(book->bare);
}

static bool steps(void *self, uint64_t times)
{
    struct book *book = self;
    bool good = true;
    for (uint64_t i = 0; i < times && good; i++) {
        int64_t id = 1 + (book->next += 7919) % book->cases;
        char key[32];
        snprintf(key, sizeof key, "S-%07lld", (long long)id);
        book->row.key = text_of(key);
        good = book->baku ? complete(book, id) : complete_bare(book, id);
    }
    return good;
}

static bool imports(void *self, uint64_t times)
{
    struct book *book = self;
    bool good = true;
    for (uint64_t i = 0; i < times && good; i++)
        good = book->baku ? import(book, BATCH) : add_bare_cases(book, BATCH);
    return good;
}

static bool pages(void *self, uint64_t times)
{
    struct book *book = self;
    bool good = true;
    for (uint64_t i = 0; i < times && good; i++) {
        struct baku_answer answer = {0};
        good = fine(baku_worklist(book->baku, &(struct baku_wanted){.as = "sari"}, &answer), &answer);
    }
    return good;
}

bool bench_cases(const struct bench *bench)
{
    (void)bench;
    struct book few = {0}, lots = {0}, bare = {0};
    bool good = open_book(&few, BATCH) && open_bare(&bare, &few) && open_book(&lots, many_cases(BATCH, 20000));
    good =
        good ? print_measured("worklist, first page, many cases; 1,000", "pages/s", (struct side){pages, &lots, 20, 1},
                              (struct side){pages, &few, 20, 1}, 1 / 1.3) &&
                   print_measured("case do, acknowledged; bare SQLite, same rows", "steps/s",
                                  (struct side){steps, &few, 100, 1}, (struct side){steps, &bare, 100, 1}, 0.7) &&
                   print_measured("case do, many cases; 1,000", "steps/s", (struct side){steps, &lots, 100, 1},
                                  (struct side){steps, &few, 100, 1}, 1 / 1.3) &&
                   print_measured("case start --from, 1,000 rows; bare SQLite", "cases/s",
                                  (struct side){imports, &few, 1, BATCH}, (struct side){imports, &bare, 1, BATCH}, 0.5)
             : broken("the cases cannot be made");
    close_book(&few);
    close_book(&lots);
    close_book(&bare);
    return good;
}
