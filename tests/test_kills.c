/* What was acknowledged is there, whoever is killed, and whoever else is at work: processes that run cases on one store
 * are ended by SIGKILL at moments that are drawn, and eight complete the same steps at once.
 *
 * SEED and COUNT in the environment: what the moments are drawn from, and how many rounds of kills. */
#define _GNU_SOURCE
#include "office.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "whole.h"

/* --- what is drawn --- */

static uint64_t drawn_from = 20261123;

static uint64_t draw(uint64_t *from)
{
    *from ^= *from << 13;
    *from ^= *from >> 7;
    *from ^= *from << 17;
    return *from;
}

static int below(uint64_t *from, int n) { return (int)(draw(from) % (uint64_t)n); }

static int number_of(const char *name, int usual)
{
    const char *text = getenv(name);
    return text && atoi(text) > 0 ? atoi(text) : usual;
}

/* --- memory that children and parent share, and that a kill leaves as it is --- */

static void *shared_of(size_t size)
{
    void *at = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(at != MAP_FAILED);
    return at;
}

static pid_t child_of(void (*work)(void *), void *with)
{
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        work(with);
        _exit(0);
    }
    return child;
}

static void expect_end(pid_t child)
{
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        fail_msg("a child ended with %x", (unsigned)status);
}

/* Kills the child; false where it had come to its end. */
static bool end_by_kill(pid_t child, int after_us)
{
    int status;
    usleep((useconds_t)after_us);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, &status, 0), child);
    if (WIFEXITED(status) && WEXITSTATUS(status) != 0)
        fail_msg("a child ended with %d", WEXITSTATUS(status));
    return WIFSIGNALED(status);
}

/* --- deeds that are drawn --- */

enum verb { START, DO, GIVE, CANCEL };

static const struct {
    const char *step, *as;
    enum baku_given_answer answer;
} ways[] = {
    {"ajukan", "pipi", BAKU_ANSWER_NONE},  {"periksa", "titi", BAKU_ANSWER_TIDAK}, {"periksa", "titi", BAKU_ANSWER_YA},
    {"tetapkan", "koko", BAKU_ANSWER_NONE}, {"kiri", "titi", BAKU_ANSWER_NONE},     {"kanan", "koko", BAKU_ANSWER_NONE},
    {"tutup", "titi", BAKU_ANSWER_NONE},
};

enum { CHILDREN = 2, DEEDS = 20000, N_WAYS = sizeof ways / sizeof *ways };

struct intent {
    enum verb verb;
    int way; /* DO: which; START: 0 or 1 */
    int64_t case_id;
    char key[40];
};

/* One deed of a child: it is told before it is begun, and when it was answered. */
struct asked {
    struct intent intent;
    enum baku_status status;
    int64_t case_id, seq; /* as it was answered */
    int n_events;
};

/* `begun` is one more than `answered` where the child was killed in between. */
struct diary {
    volatile int begun, answered;
    uint64_t from;
    int round, child;
    int64_t known; /* cases there were at first */
    struct asked asked[DEEDS];
};

static enum baku_status carry_out(struct baku *baku, const struct intent *intent, struct baku_answer *said)
{
    char id[24];
    static const struct baku_handed pengantar = {.document = "pengantar", .text = "isi pengantar"};
    struct baku_deed deed = {.as = "pipi", .key = intent->key};
    snprintf(id, sizeof id, "%lld", (long long)intent->case_id);
    if (intent->verb == START && intent->way) {
        deed.as = "titi";
        return baku_case_start(baku, "a/serempak", &deed, said);
    }
    if (intent->verb == CANCEL) {
        deed.as = "admin";
        deed.reason = "mundur";
        return baku_case_cancel(baku, id, &deed, said);
    }
    if (intent->verb == DO) {
        deed.as = ways[intent->way].as;
        deed.answer = ways[intent->way].answer;
        return baku_case_do(baku, id, ways[intent->way].step, &deed, said);
    }
    deed.documents = intent->verb == GIVE ? &pengantar : office_berkas;
    deed.n_documents = 1;
    return intent->verb == GIVE ? baku_case_give(baku, id, &deed, said)
                                : baku_case_start(baku, "a/izin", &deed, said);
}

static void draw_intent(struct diary *diary, struct intent *intent)
{
    int lot = below(&diary->from, 60);
    int64_t last = diary->known;
    intent->verb = last < 2 || lot < 6 ? START : lot == 6 ? CANCEL : lot < 10 ? GIVE : DO;
    intent->way = below(&diary->from, intent->verb == START ? 2 : N_WAYS);
    intent->case_id = last > 0 ? last - below(&diary->from, last < 6 ? (int)last : 6) : 0;
    snprintf(intent->key, sizeof intent->key, "%d/%d/%d", diary->round, diary->child, diary->begun);
}

/* What was answered: the numbers of the deed's events. */
static void read_answer(struct asked *asked, const struct baku_answer *said)
{
    json_t *document = json_loads(said->json, 0, NULL);
    if (!document)
        _exit(20);
    asked->case_id = json_integer_value(json_object_get(document, "case"));
    asked->seq = json_integer_value(json_object_get(document, "seq"));
    asked->n_events = (int)json_array_size(json_object_get(document, "events"));
    json_decref(document);
}

static bool may_answer(enum baku_status status)
{
    return status == BAKU_YES || status == BAKU_NO || status == BAKU_CONFLICT || status == BAKU_UNKNOWN ||
           status == BAKU_DENIED;
}

/* In a child: one deed after the other, until it is killed. */
static void run_cases(void *with)
{
    struct diary *diary = with;
    struct baku *baku = office_handle();
    while (diary->begun < DEEDS) {
        struct asked *asked = &diary->asked[diary->begun];
        struct baku_answer said = {0};
        draw_intent(diary, &asked->intent);
        diary->begun++;
        asked->status = carry_out(baku, &asked->intent, &said);
        if (!may_answer(asked->status)) {
            fprintf(stderr, "%s\n", said.json);
            _exit(21);
        }
        if (asked->status == BAKU_YES)
            read_answer(asked, &said);
        if (asked->case_id > diary->known)
            diary->known = asked->case_id;
        baku_answer_release(&said);
        __sync_synchronize();
        diary->answered++;
    }
    baku_close(baku);
}

/* --- what must be there afterwards --- */

static struct store *store_now(enum store_mode mode)
{
    struct store *store;
    struct store_why why;
    assert_int_equal(store_open(&store, office_store(), mode, &why), STORE_OK);
    return store;
}

static bool is_key_kept(const char *key)
{
    struct store_request request;
    struct arena arena = ARENA_INIT;
    struct store *store = store_now(STORE_READS);
    enum store_status status = store_request(store, text_of(key), &request, &arena);
    store_close(store);
    arena_release(&arena);
    assert_true(status == STORE_OK || status == STORE_ABSENT);
    return status == STORE_OK;
}

/* What was acknowledged is in the log: the last event of the deed, of that case. */
static void expect_acknowledged(struct store *store, const struct asked *asked)
{
    struct arena arena = ARENA_INIT;
    struct store_events page;
    struct store_request request;
    struct store_events_wanted wanted = {.case_id = asked->case_id, .after = asked->seq - asked->n_events};
    assert_int_equal(store_events(store, wanted, &page, &arena), STORE_OK);
    assert_true(asked->n_events > 0 && page.n >= (size_t)asked->n_events);
    for (int i = 0; i < asked->n_events; i++)
        assert_int_equal(page.at[i].seq, asked->seq - asked->n_events + 1 + i);
    assert_int_equal(store_request(store, text_of(asked->intent.key), &request, &arena), STORE_OK);
    arena_release(&arena);
}

/* All that one child was answered; how many events that is. */
static int64_t expect_diary(const struct diary *diary)
{
    int64_t events = 0;
    struct store *store = store_now(STORE_READS);
    for (int i = 0; i < diary->answered; i++)
        if (diary->asked[i].status == BAKU_YES) {
            expect_acknowledged(store, &diary->asked[i]);
            events += diary->asked[i].n_events;
        }
    store_close(store);
    return events;
}

/* The deed in the middle of which the child was killed, asked for again with its key: what was there is answered and
 * nothing is done twice; how many events of it were there. */
static int64_t expect_retried(const struct diary *diary)
{
    if (diary->begun == diary->answered)
        return 0;
    const struct asked *last = &diary->asked[diary->answered];
    struct asked again = {0};
    bool kept = is_key_kept(last->intent.key);
    int64_t before = office_seq();
    struct baku *baku = office_handle();
    struct baku_answer said = {0};
    enum baku_status status = carry_out(baku, &last->intent, &said);
    assert_true(kept ? status == BAKU_YES : may_answer(status));
    if (status == BAKU_YES)
        read_answer(&again, &said);
    assert_int_equal(office_seq(), kept ? before : before + again.n_events);
    baku_answer_release(&said);
    baku_close(baku);
    return kept ? again.n_events : 0;
}

/* --- kills --- */

static struct diary *diaries;

static int64_t number_of_cases(void)
{
    struct store_head head;
    struct store *store = store_now(STORE_READS);
    assert_int_equal(store_head(store, &head), STORE_OK);
    store_close(store);
    return head.cases;
}

static void begin_diary(struct diary *diary, int round, int child)
{
    memset(diary, 0, offsetof(struct diary, asked));
    memset(diary->asked, 0, sizeof diary->asked);
    diary->round = round;
    diary->child = child;
    diary->from = draw(&drawn_from);
    diary->known = number_of_cases();
}

/* Two run cases and are killed; how many of them in the middle of a deed that was there afterwards. */
static int round_of_kills(int round)
{
    pid_t children[CHILDREN];
    int64_t before = office_seq(), events = 0, after;
    int there = 0;
    for (int c = 0; c < CHILDREN; c++)
        begin_diary(&diaries[c], round, c);
    for (int c = 0; c < CHILDREN; c++)
        children[c] = child_of(run_cases, &diaries[c]);
    for (int c = 0; c < CHILDREN; c++)
        while (diaries[c].answered == 0 && waitpid(children[c], NULL, WNOHANG) == 0)
            usleep(100);
    for (int c = 0; c < CHILDREN; c++)
        assert_true(end_by_kill(children[c], below(&drawn_from, 15000)));
    after = office_seq();
    is_whole_store(office_store());
    for (int c = 0; c < CHILDREN; c++)
        events += expect_diary(&diaries[c]);
    for (int c = 0; c < CHILDREN; c++) {
        int64_t more = expect_retried(&diaries[c]);
        events += more;
        there += more > 0;
    }
    assert_int_equal(after, before + events);
    return there;
}

static void what_was_acknowledged_survives_kills(void **state)
{
    (void)state;
    int kills = number_of("COUNT", 160), there = 0, deeds = 0;
    diaries = shared_of(CHILDREN * sizeof *diaries);
    for (int round = 0; round * CHILDREN < kills; round++) {
        set_clock("2026-11-23T08:00");
        pass_minutes(below(&drawn_from, 600) - 200); /* the clock of the computer jumps, too */
        there += round_of_kills(round);
        deeds += diaries[0].answered + diaries[1].answered;
    }
    munmap(diaries, CHILDREN * sizeof *diaries);
    is_whole_store(office_store());
    if (getenv("COUNT"))
        printf("# %d kills, %d deeds answered, %d not answered were there whole\n", kills, deeds, there);
    assert_true(deeds > kills);
}

/* --- a list of applications whose import is killed --- */

enum { ROWS = 1500 };

static void import_rows(void *with)
{
    struct baku *baku = office_handle();
    struct baku_answer said = {0};
    struct baku_deed deed = {.as = "pipi"};
    (void)with;
    enum baku_status status = baku_case_import(baku, folder_path("perkara.csv"), &deed, &said);
    baku_answer_release(&said);
    baku_close(baku);
    _exit(status == BAKU_YES ? 0 : 22);
}

static void write_rows(int n)
{
    FILE *file = folder_begin("perkara.csv");
    fprintf(file, "key,sop,title,berkas\n");
    for (int i = 0; i < n; i++)
        fprintf(file, "N-%d,a/izin,Orang %d,x\n", i, i);
    folder_end(file);
}

static void an_import_that_was_killed_goes_on(void **state)
{
    (void)state;
    bool killed = true;
    write_rows(ROWS);
    for (int i = 0; i < 8 && killed; i++) {
        killed = end_by_kill(child_of(import_rows, NULL), 2000 + below(&drawn_from, 20000 << i / 2));
        is_whole_store(office_store());
    }
    if (killed)
        expect_end(child_of(import_rows, NULL));
    assert_int_equal(number_of_cases(), ROWS);
    expect_end(child_of(import_rows, NULL));
    assert_int_equal(number_of_cases(), ROWS);
}

/* --- a copy that is killed --- */

static void make_backup(void *with)
{
    struct baku *baku = office_handle();
    struct baku_answer said = {0};
    enum baku_status status = baku_backup(baku, with, &said);
    baku_answer_release(&said);
    baku_close(baku);
    _exit(status == BAKU_YES ? 0 : 23);
}

static void a_copy_that_was_killed_is_whole_or_not_there(void **state)
{
    char path[FOLDER_PATH], name[40];
    (void)state;
    write_rows(300);
    expect_end(child_of(import_rows, NULL));
    for (int i = 0; i < 10; i++) {
        snprintf(name, sizeof name, "cadangan-%d.db", i);
        snprintf(path, sizeof path, "%s", folder_path(name));
        end_by_kill(child_of(make_backup, path), below(&drawn_from, 12000));
        if (access(path, F_OK) != 0)
            expect_end(child_of(make_backup, path));
        is_whole_store(path);
    }
    is_whole_store(office_store());
}

/* --- eight at once --- */

enum { WORKERS = 8, SHARED_CASES = 8, STEPS = 3, LISTED = 300 };

static const char *const izin_steps[STEPS] = {"ajukan", "periksa", "tetapkan"};
static const char *const serempak_steps[STEPS] = {"kiri", "kanan", "tutup"};

struct attempt {
    enum baku_status status;
    bool made, has_time;
    char first_by[16];
};

static struct crowd {
    volatile int go, stop;
    int lists, copies;
    char bad[400]; /* what an answer said that should not have come */
    struct attempt attempts[WORKERS][SHARED_CASES][STEPS];
} *crowd;

static const char *step_at(int c, int s) { return c < SHARED_CASES / 2 ? izin_steps[s] : serempak_steps[s]; }

static void note_bad(enum baku_status status, const struct baku_answer *said)
{
    snprintf(crowd->bad, sizeof crowd->bad, "status %d: %s", (int)status, said->json ? said->json : "");
}

static void attempt(struct baku *baku, struct attempt *attempt, int c, const char *step, const char *as)
{
    char id[24];
    struct baku_answer said = {0};
    struct baku_deed deed = {.as = as, .answer = strcmp(step, "periksa") == 0 ? BAKU_ANSWER_YA : BAKU_ANSWER_NONE};
    snprintf(id, sizeof id, "%d", LISTED + 1 + c);
    attempt->status = baku_case_do(baku, id, step, &deed, &said);
    json_t *document = said.json ? json_loads(said.json, 0, NULL) : NULL;
    const json_t *refusal = json_object_get(document, "refusal");
    snprintf(attempt->first_by, sizeof attempt->first_by, "%s", string_at(refusal, "first_by"));
    attempt->has_time = strlen(string_at(refusal, "first_at")) > 18;
    attempt->made = true;
    if (attempt->status != BAKU_YES && attempt->status != BAKU_CONFLICT)
        note_bad(attempt->status, &said);
    json_decref(document);
    baku_answer_release(&said);
}

static void complete_everything(void *with)
{
    int worker = *(int *)with;
    char name[16];
    struct baku *baku = office_handle();
    snprintf(name, sizeof name, "w%d", worker);
    while (!crowd->go)
        usleep(100);
    for (int c = 0; c < SHARED_CASES; c++)
        for (int s = 0; s < STEPS; s++)
            attempt(baku, &crowd->attempts[worker][c][s], c, step_at(c, s), name);
    baku_close(baku);
}

static void list_everything(void *with)
{
    struct baku *baku = office_handle();
    (void)with;
    for (; !crowd->stop || crowd->lists < 2; crowd->lists++) {
        struct baku_answer said = {0}, due = {0};
        enum baku_status status = baku_case_list(baku, &(struct baku_wanted){.most = LISTED}, &said);
        if (status != BAKU_YES)
            note_bad(status, &said);
        status = baku_worklist(baku, &(struct baku_wanted){.most = LISTED}, &due);
        if (status != BAKU_YES)
            note_bad(status, &due);
        baku_answer_release(&said);
        baku_answer_release(&due);
    }
    baku_close(baku);
}

static void copy_again_and_again(void *with)
{
    struct baku *baku = office_handle();
    (void)with;
    for (; crowd->copies < 20 && (!crowd->stop || crowd->copies < 2); crowd->copies++) {
        char name[40];
        struct baku_answer said = {0};
        snprintf(name, sizeof name, "cadangan-%d.db", crowd->copies);
        enum baku_status status = baku_backup(baku, folder_path(name), &said);
        if (status != BAKU_YES)
            note_bad(status, &said);
        baku_answer_release(&said);
    }
    baku_close(baku);
}

/* Of all who tried one step one did it, and every other reads who it was, and when. */
static void expect_one_winner(int c, int s)
{
    int winner = -1;
    char name[16];
    for (int w = 0; w < WORKERS; w++) {
        const struct attempt *one = &crowd->attempts[w][c][s];
        assert_true(one->made);
        if (one->status == BAKU_YES && winner >= 0)
            fail_msg("case %d: `%s` was completed twice", c, step_at(c, s));
        winner = one->status == BAKU_YES ? w : winner;
    }
    assert_true(winner >= 0);
    snprintf(name, sizeof name, "w%d", winner);
    for (int w = 0; w < WORKERS; w++)
        if (w != winner) {
            assert_int_equal(crowd->attempts[w][c][s].status, BAKU_CONFLICT);
            assert_string_equal(crowd->attempts[w][c][s].first_by, name);
            assert_true(crowd->attempts[w][c][s].has_time);
        }
}

static void make_crowd(void)
{
    crowd = shared_of(sizeof *crowd);
    for (int w = 0; w < WORKERS; w++) {
        char name[16];
        snprintf(name, sizeof name, "w%d", w);
        office_user(name, "pemohon", "a");
        office_user(name, "petugas", "a");
        office_user(name, "kepala", "a");
    }
    write_rows(LISTED);
    expect_end(child_of(import_rows, NULL));
    for (int c = 0; c < SHARED_CASES; c++)
        office_start(c < SHARED_CASES / 2 ? "a/izin" : "a/serempak", c < SHARED_CASES / 2 ? "pipi" : "titi");
}

static void expect_copies(void)
{
    for (int i = 0; i < crowd->copies; i++) {
        char name[40];
        snprintf(name, sizeof name, "cadangan-%d.db", i);
        is_whole_store(folder_path(name));
    }
}

static void eight_complete_the_same_steps_at_once(void **state)
{
    pid_t workers[WORKERS];
    int numbers[WORKERS];
    (void)state;
    make_crowd();
    int64_t before = office_seq();
    pid_t lister = child_of(list_everything, NULL), copier = child_of(copy_again_and_again, NULL);
    for (int w = 0; w < WORKERS; w++) {
        numbers[w] = w;
        workers[w] = child_of(complete_everything, &numbers[w]);
    }
    crowd->go = 1;
    for (int w = 0; w < WORKERS; w++)
        expect_end(workers[w]);
    crowd->stop = 1;
    expect_end(lister);
    expect_end(copier);
    if (*crowd->bad)
        fail_msg("%s", crowd->bad);
    for (int c = 0; c < SHARED_CASES; c++)
        for (int s = 0; s < STEPS; s++)
            expect_one_winner(c, s);
    assert_int_equal(office_seq(), before + SHARED_CASES * (STEPS + 1)); /* with the end of each */
    is_whole_store(office_store());
    expect_copies();
    munmap(crowd, sizeof *crowd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        office_test(what_was_acknowledged_survives_kills),
        office_test(an_import_that_was_killed_goes_on),
        office_test(a_copy_that_was_killed_is_whole_or_not_there),
        office_test(eight_complete_the_same_steps_at_once),
    };
    drawn_from = (uint64_t)number_of("SEED", (int)drawn_from);
    return cmocka_run_group_tests_name("kills", tests, NULL, NULL);
}
