/* Memory that runs out at any moment: every call of the public interface, with its every allocation failing in turn.
 *
 * This program's malloc takes the place of libc's, so that it serves libyaml, PCRE2, jansson and opendir() as well. It
 * fails the k-th allocation of a call, once or from then on, for rising k until a call succeeds without having met the
 * failure. Each time the call must answer FAILED, or what it answers with memory enough; it must give everything
 * back; and the handle must then be as good as before, or say FAILED again. Not for builds with a sanitizer, whose own
 * malloc this one would replace. */
#define _DEFAULT_SOURCE
#include <fcntl.h>
#include <nss.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "baku_audit.h"
#include "baku_case.h"
#include "baku_compare.h"
#include "baku_publish.h"
#include "baku_run.h"
#include "baku_sop.h"
#include "baku_test.h"
#include "failing_memory.h"
#include "store/store.h"

/* --- the calls --- */

static char broken[] = "/tmp/baku-memory-XXXXXX/wilayah";
static char store_file[64], fresh_file[64]; /* a store in which kaltim/pencabutan was published; a copy of a store */
static char case_file[64]; /* a store with a case of the first of three revisions, and a content */
static char office[] = "/tmp/baku-office-XXXXXX"; /* its folder: one region with one SOP, written anew for each revision */

static enum baku_status open_handle(const char *sops, const char *store, struct baku **baku)
{
    struct baku_options options = {.sops = sops, .lang = BAKU_EN, .details = 1, .store = store};
    return baku_open(&options, baku);
}

/* The same answer each time, byte for byte: the clock stands still, and every salt is the same. */
int64_t __wrap_clock_now(void);
bool __wrap_random_bytes(unsigned char *to, size_t size);

int64_t __wrap_clock_now(void) { return 1795395600000; } /* 2026-11-23T08:00+07:00 */

bool __wrap_random_bytes(unsigned char *to, size_t size)
{
    memset(to, 0x5A, size);
    return true;
}

struct task {
    const char *name, *sops;
    enum baku_status (*call)(struct baku *baku, struct baku_answer *answer);
    enum baku_status expected;
    const char *loaded; /* what is read before anything fails: reading is what the checks are for; NULL: nothing */
    int timed;          /* the answer tells speeds, or room on the disk, and differs each time */
};

static enum baku_status check_all(struct baku *baku, struct baku_answer *answer)
{
    return baku_check(baku, NULL, 0, NULL, answer);
}

static enum baku_status check_broken(struct baku *baku, struct baku_answer *answer)
{
    const char *const paths[] = {broken};
    struct baku_check_options options = {.strict = 1};
    return baku_check(baku, paths, 1, &options, answer);
}

static enum baku_status check_as(struct baku *baku, enum baku_findings_format format, struct baku_answer *answer)
{
    static char path[64];
    const char *const paths[] = {path};
    snprintf(path, sizeof path, "%s/banyak.yaml", broken);
    struct baku_check_options options = {.format = format, .accepted = 1};
    return baku_check(baku, paths, 1, &options, answer);
}

static enum baku_status check_sarif(struct baku *baku, struct baku_answer *answer)
{
    return check_as(baku, BAKU_SARIF, answer);
}

static enum baku_status check_page(struct baku *baku, struct baku_answer *answer)
{
    return check_as(baku, BAKU_MARKDOWN, answer);
}

static enum baku_status check_titles(struct baku *baku, struct baku_answer *answer)
{
    const char *const paths[] = {"tests/findings.d/bare-page", "tests/findings.d/no-page",
                                 "tests/findings.d/legal-basis.yaml", "tests/findings.d/legal-rows/data/legal.yaml"};
    return baku_check(baku, paths, sizeof paths / sizeof *paths, NULL, answer);
}

static enum baku_status check_holidays(struct baku *baku, struct baku_answer *answer)
{
    const char *const paths[] = {"tests/findings.d/holiday-rows/data/holidays-2026.yaml",
                                 "tests/findings.d/holiday-order/data/holidays-2026.yaml",
                                 "tests/findings.d/holiday-names", "sops/data/holidays-2026.yaml"};
    return baku_check(baku, paths, sizeof paths / sizeof *paths, NULL, answer);
}

static enum baku_status check_times(struct baku *baku, struct baku_answer *answer)
{
    const char *const paths[] = {"tests/transcripts.d/sops/waktu"};
    return baku_check(baku, paths, 1, NULL, answer);
}

static enum baku_status check_nothing(struct baku *baku, struct baku_answer *answer)
{
    const char *const paths[] = {"kaltim/hilangg"};
    return baku_check(baku, paths, 1, NULL, answer);
}

static enum baku_status show(struct baku *baku, struct baku_answer *answer)
{
    return baku_show(baku, "kaltim/hilang", answer);
}

static enum baku_status show_broken(struct baku *baku, struct baku_answer *answer)
{
    return baku_show(baku, "wilayah/pemanggil", answer);
}

static enum baku_status run_calls(struct baku *baku, struct baku_answer *answer)
{
    const char *const tidak[] = {"tidak"}, *const esign[] = {"penerbitan-esign"};
    const struct baku_told answers[] = {{"verifikasi", tidak, 1}}, choices[] = {{"terbitkan", esign, 1}};
    const struct baku_run_options options = {.answers = answers, .n_answers = 1, .choices = choices, .n_choices = 1};
    return baku_run(baku, "kaltim/hilang", &options, answer);
}

static enum baku_status run_refused(struct baku *baku, struct baku_answer *answer)
{
    const char *const without[] = {"email-dinas"};
    const struct baku_run_options options = {.without = without, .n_without = 1};
    return baku_run(baku, "kaltim/hilang", &options, answer);
}

static enum baku_status run_mistold(struct baku *baku, struct baku_answer *answer)
{
    const char *const ya[] = {"ya"};
    const struct baku_told answers[] = {{"terbitkan/verifikasiii", ya, 1}};
    const struct baku_run_options options = {.answers = answers, .n_answers = 1};
    return baku_run(baku, "kaltim/hilang", &options, answer);
}

static enum baku_status run_tapin(struct baku *baku, struct baku_answer *answer)
{
    return baku_run(baku, "tapin/penerbitan-tte", NULL, answer);
}

static enum baku_status run_scenario(struct baku *baku, struct baku_answer *answer)
{
    static char path[64];
    snprintf(path, sizeof path, "%s/hilang.skenario", broken);
    const struct baku_run_options options = {.scenario = path};
    return baku_run(baku, "kaltim/hilang", &options, answer);
}

static enum baku_status test_all(struct baku *baku, struct baku_answer *answer)
{
    return baku_test(baku, NULL, 0, answer);
}

static enum baku_status run_cases(struct baku *baku, struct baku_answer *answer)
{
    return baku_run_cases(baku, "kaltim/hilang", 6, answer);
}

static enum baku_status compare(struct baku *baku, struct baku_answer *answer)
{
    return baku_compare(baku, "izin-keramaian", answer);
}

static enum baku_status compare_none(struct baku *baku, struct baku_answer *answer)
{
    return baku_compare(baku, "izin-keramaiann", answer);
}

static enum baku_status list_services(struct baku *baku, struct baku_answer *answer)
{
    return baku_compare(baku, NULL, answer);
}

static enum baku_status audit_hilang(struct baku *baku, enum baku_audit_format format, struct baku_answer *answer)
{
    const char *const names[] = {"kaltim/hilang", "kaltim/lupa-passphrase-esign"};
    const char *const rates[] = {"0.1", "verifikasi=20%"};
    const struct baku_audit_options options = {
        .format = format, .rates = rates, .n_rates = 2, .start = "2026-12-23T15:30"};
    return baku_audit(baku, names, 2, &options, answer);
}

static enum baku_status audit_numbers(struct baku *baku, struct baku_answer *answer)
{
    return audit_hilang(baku, BAKU_AUDIT, answer);
}

static enum baku_status audit_observed(struct baku *baku, struct baku_answer *answer)
{
    static const char *const sops[] = {"kaltim/pencabutan"}, *const rates[] = {"observed"};
    struct baku_audit_options options = {.rates = rates, .n_rates = 1, .observed = 1};
    return baku_audit(baku, sops, 1, &options, answer);
}

static enum baku_status audit_markdown(struct baku *baku, struct baku_answer *answer)
{
    return audit_hilang(baku, BAKU_AUDIT_MARKDOWN, answer);
}

static enum baku_status audit_csv(struct baku *baku, struct baku_answer *answer)
{
    return audit_hilang(baku, BAKU_AUDIT_CSV, answer);
}

static enum baku_status audit_broken(struct baku *baku, struct baku_answer *answer)
{
    return baku_audit(baku, NULL, 0, NULL, answer);
}

/* The file's last line names a step that is not there. */
static enum baku_status audit_mistold(struct baku *baku, struct baku_answer *answer)
{
    static char path[64];
    const char *const names[] = {"kaltim/hilang"}, *const rates[] = {path};
    const struct baku_audit_options options = {.rates = rates, .n_rates = 1};
    snprintf(path, sizeof path, "%s/laju.txt", broken);
    return baku_audit(baku, names, 1, &options, answer);
}

static enum baku_status audit_unknown(struct baku *baku, struct baku_answer *answer)
{
    const char *const names[] = {"kaltim/hilangg"};
    return baku_audit(baku, names, 1, NULL, answer);
}

static enum baku_status explain_all(struct baku *baku, struct baku_answer *answer)
{
    return baku_explain(baku, NULL, answer);
}

static enum baku_status explain_page(struct baku *baku, struct baku_answer *answer)
{
    return baku_explain_page(baku, NULL, answer);
}

static enum baku_status explain_page_unknown(struct baku *baku, struct baku_answer *answer)
{
    return baku_explain_page(baku, "B0O1", answer);
}

static enum baku_status explain_unknown(struct baku *baku, struct baku_answer *answer)
{
    return baku_explain(baku, "B0O1", answer);
}

static enum baku_status schema_sop(struct baku *baku, struct baku_answer *answer)
{
    return baku_schema(baku, "sop", answer);
}

/* --- what is published --- */

static enum baku_status publish_to(struct baku *baku, const char *as, const char *sop, struct baku_answer *answer)
{
    const char *const sops[] = {sop};
    return baku_publish(baku, sops, 1, &(struct baku_publishing){.as = as, .from = "2026-01-01"}, answer);
}

static enum baku_status publish_known(struct baku *baku, struct baku_answer *answer)
{
    return publish_to(baku, "ani", "kaltim/pencabutan", answer);
}

static enum baku_status publish_denied(struct baku *baku, struct baku_answer *answer)
{
    return publish_to(baku, "budi", "kaltim/hilang", answer);
}

static void copy_store(const char *path)
{
    static char bytes[1 << 16];
    ssize_t n;
    int from = open(path, O_RDONLY), to = open(fresh_file, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(from >= 0 && to >= 0);
    while ((n = read(from, bytes, sizeof bytes)) > 0)
        assert_int_equal(write(to, bytes, (size_t)n), n);
    close(from);
    close(to);
}

static int64_t revisions_in(const char *path)
{
    struct store *store;
    struct store_why why;
    struct store_head head;
    assert_int_equal(store_open(&store, path, STORE_READS, &why), STORE_OK);
    assert_int_equal(store_head(store, &head), STORE_OK);
    store_close(store);
    return head.revisions;
}

/* Into a copy of the store, by a handle of its own that has read the SOP already: what fails leaves nothing there. */
static enum baku_status publish_anew(struct baku *ignored, struct baku_answer *answer)
{
    struct baku *baku;
    size_t fail_at = memory.fail_at;
    (void)ignored;
    memory.fail_at = 0;
    copy_store(store_file);
    assert_int_equal(open_handle("sops", fresh_file, &baku), BAKU_YES);
    assert_int_equal(show(baku, answer), BAKU_YES);
    baku_answer_release(answer);
    memory.fail_at = fail_at ? fail_at + memory.made : 0;
    enum baku_status status = publish_to(baku, "ani", "kaltim/hilang", answer);
    fail_at = memory.fail_at;
    memory.fail_at = 0;
    baku_close(baku);
    assert_int_equal(revisions_in(fresh_file), status == BAKU_YES ? 2 : 1);
    memory.fail_at = fail_at;
    return status;
}

static enum baku_status list_revisions(struct baku *baku, struct baku_answer *answer)
{
    return baku_revisions(baku, NULL, answer);
}

static enum baku_status list_unpublished(struct baku *baku, struct baku_answer *answer)
{
    return baku_revisions(baku, "kaltim/pencabutann", answer);
}

static enum baku_status read_revision(struct baku *baku, struct baku_answer *answer)
{
    return baku_revision(baku, "1", answer);
}

/* --- cases: case 1 is one of kaltim/pencabutan, just begun; that of case_file is one of a/izin --- */

static int64_t events_in(const char *path)
{
    struct store *store;
    struct store_why why;
    struct store_head head;
    assert_int_equal(store_open(&store, path, STORE_READS, &why), STORE_OK);
    assert_int_equal(store_head(store, &head), STORE_OK);
    store_close(store);
    return head.seq;
}

static enum baku_status import_file(struct baku *baku, const char *name, struct baku_answer *answer)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s", broken, name);
    return baku_case_import(baku, path, &(struct baku_deed){.as = "budi"}, answer);
}

static enum baku_status import(struct baku *baku, struct baku_answer *answer)
{
    return import_file(baku, "perkara.csv", answer);
}

static enum baku_status import_nothing(struct baku *baku, struct baku_answer *answer)
{
    return import_file(baku, "kolom.csv", answer);
}

typedef enum baku_status call(struct baku *baku, struct baku_answer *answer);

struct copied {
    const char *store;
    call *before, *now;
    int done; /* how many events are added, where it succeeds */
};

/* On a copy of the store, by a handle of its own that has done `before` already, while nothing failed: what fails leaves
 * nothing there, what does not is there whole. */
static enum baku_status on_copy(struct copied copied, struct baku_answer *answer)
{
    struct baku *baku;
    size_t fail_at = memory.fail_at;
    memory.fail_at = 0;
    copy_store(copied.store);
    assert_int_equal(open_handle(copied.store == case_file ? office : "sops", fresh_file, &baku), BAKU_YES);
    copied.before(baku, answer);
    baku_answer_release(answer);
    int64_t before = events_in(fresh_file);
    memory.fail_at = fail_at ? fail_at + memory.made : 0;
    enum baku_status status = copied.now(baku, answer);
    fail_at = memory.fail_at;
    memory.fail_at = 0;
    baku_close(baku);
    int64_t more = events_in(fresh_file) - before;
    if (copied.now == import) /* its answer may fail after its changes: what began then is known the next time */
        assert_true(more == copied.done || (more == 0 && status == BAKU_FAILED));
    else
        assert_int_equal(more, status == BAKU_YES ? copied.done : 0);
    memory.fail_at = fail_at;
    return status;
}

static const struct baku_handed brought[] = {{.document = "template-surat-keterangan"}, {.document = "akun-ams"}};

static enum baku_status start(struct baku *baku, struct baku_answer *answer)
{
    struct baku_deed deed = {
        .as = "budi", .title = "Ani", .key = "k", .note = "n", .documents = brought, .n_documents = 2};
    return baku_case_start(baku, "kaltim/pencabutan", &deed, answer);
}

static enum baku_status complete(struct baku *baku, struct baku_answer *answer)
{
    struct baku_handed handed = {.document = "surat-keterangan", .text = "%PDF-1.7"};
    struct baku_deed deed = {.as = "budi", .key = "k", .documents = &handed, .n_documents = 1};
    return baku_case_do(baku, "1", "ajukan-surat-keterangan", &deed, answer);
}

static enum baku_status complete_too_early(struct baku *baku, struct baku_answer *answer)
{
    return baku_case_do(baku, "1", "ajukan-pencabutan", &(struct baku_deed){.as = "budi"}, answer);
}

static enum baku_status complete_without_leave(struct baku *baku, struct baku_answer *answer)
{
    return baku_case_do(baku, "1", "ajukan-surat-keterangan", &(struct baku_deed){.as = "ani"}, answer);
}

static enum baku_status cancel(struct baku *baku, struct baku_answer *answer)
{
    return baku_case_cancel(baku, "1", &(struct baku_deed){.as = "ani", .reason = "mundur"}, answer);
}

static enum baku_status add_user(struct baku *baku, struct baku_answer *answer)
{
    struct baku_user user = {.name = "cici", .actor = "bsre", .region = "kaltim", .as = "ani"};
    return baku_user_add(baku, &user, answer);
}

static enum baku_status remove_user(struct baku *baku, struct baku_answer *answer)
{
    return baku_user_remove(baku, &(struct baku_user){.name = "budi", .as = "ani"}, answer);
}

static enum baku_status move_to(struct baku *baku, const char *revision, int dry_run, struct baku_answer *answer)
{
    struct baku_moving moving = {.as = "ani", .to = revision, .reason = "baru", .dry_run = dry_run};
    return baku_case_move(baku, "1", &moving, answer);
}

static enum baku_status move(struct baku *baku, struct baku_answer *answer) { return move_to(baku, "2", 0, answer); }

static enum baku_status not_move(struct baku *baku, struct baku_answer *answer)
{
    return move_to(baku, "3", 0, answer);
}

static enum baku_status look(struct baku *baku, struct baku_answer *answer) { return move_to(baku, "2", 1, answer); }

static enum baku_status tell_moved(struct baku *baku, struct baku_answer *answer)
{
    return baku_case_history(baku, "1", answer);
}

static enum baku_status observe_moved(struct baku *baku, struct baku_answer *answer)
{
    static const char *const sops[] = {"a/izin"};
    return baku_audit(baku, sops, 1, &(struct baku_audit_options){.observed = 1}, answer);
}

static enum baku_status erase(struct baku *baku, struct baku_answer *answer)
{
    return baku_case_erase(baku, "1", &(struct baku_erasing){.as = "ani", .document = "ktp", .reason = "minta"}, answer);
}

static enum baku_status erase_unknown(struct baku *baku, struct baku_answer *answer)
{
    return baku_case_erase(baku, "1", &(struct baku_erasing){.as = "ani", .document = "surat", .reason = "minta"}, answer);
}

static enum baku_status show_case(struct baku *baku, struct baku_answer *answer)
{
    return baku_case_show(baku, "1", answer);
}

static enum baku_status erase_texts(struct baku *baku, struct baku_answer *answer)
{
    return baku_case_erase(baku, "1", &(struct baku_erasing){.as = "ani", .texts = 1, .reason = "minta"}, answer);
}

static enum baku_status take_duty(struct baku *baku, struct baku_answer *answer)
{
    struct baku_user user = {.name = "ani", .actor = "petugas", .region = "a", .as = "ani"};
    return baku_user_remove(baku, &user, answer);
}

static enum baku_status get_content(struct baku *baku, struct baku_answer *answer)
{
    struct baku_content content;
    enum baku_status status = baku_case_get(baku, "1", "ktp", NULL, &content, answer);
    baku_content_release(&content);
    return status;
}

#define ON_COPY(call, store, before, done)                                                                             \
    static enum baku_status call##_on_copy(struct baku *ignored, struct baku_answer *answer)                           \
    {                                                                                                                  \
        (void)ignored;                                                                                                 \
        return on_copy((struct copied){store, before, call, done}, answer);                                            \
    }

ON_COPY(start, store_file, show_case, 1)
ON_COPY(complete, store_file, show_case, 1)
ON_COPY(complete_too_early, store_file, show_case, 0)
ON_COPY(complete_without_leave, store_file, show_case, 0)
ON_COPY(cancel, store_file, show_case, 1)
ON_COPY(import, store_file, show_case, 2)
ON_COPY(import_nothing, store_file, show_case, 0)
ON_COPY(add_user, store_file, show_case, 1)
ON_COPY(remove_user, store_file, show_case, 1)
ON_COPY(move, case_file, look, 1)
ON_COPY(not_move, case_file, not_move, 0)
ON_COPY(look, case_file, show_case, 0)
ON_COPY(tell_moved, case_file, move, 0)
ON_COPY(observe_moved, case_file, move, 0)
ON_COPY(erase, case_file, move, 1)
ON_COPY(erase_unknown, case_file, look, 0)
ON_COPY(erase_texts, case_file, look, 1)
ON_COPY(take_duty, case_file, look, 1)
ON_COPY(get_content, case_file, look, 0)
ON_COPY(baku_doctor, case_file, look, 0)

static enum baku_status show_history(struct baku *baku, struct baku_answer *answer)
{
    return baku_case_history(baku, "1", answer);
}

static enum baku_status list_cases(struct baku *baku, struct baku_answer *answer)
{
    return baku_case_list(baku, &(struct baku_wanted){.state = "open"}, answer);
}

static enum baku_status list_tasks(struct baku *baku, struct baku_answer *answer)
{
    return baku_worklist(baku, &(struct baku_wanted){.as = "budi"}, answer);
}

static enum baku_status list_unknown(struct baku *baku, struct baku_answer *answer)
{
    return baku_worklist(baku, &(struct baku_wanted){.actor = "pemohn", .region = "kaltim"}, answer);
}

static enum baku_status list_revision(struct baku *baku, struct baku_answer *answer)
{
    return baku_case_list(baku, &(struct baku_wanted){.sop = "kaltim/pencabutann", .revision = "1"}, answer);
}

static enum baku_status list_users(struct baku *baku, struct baku_answer *answer)
{
    return baku_user_list(baku, answer);
}

/* --- one call, with its every allocation failing --- */

struct result {
    enum baku_status status;
    char *json; /* NULL: none, or an error that FAILED brings */
};

static int is_error(const char *json)
{
    return strncmp(json, "{", 1) == 0 && strncmp(json + strspn(json, "{ \n"), "\"error\"", 7) == 0;
}

/* The answers are long: only where they part is shown. */
static void assert_same(const struct task *task, struct result wanted, enum baku_status status, const char *json)
{
    assert_int_equal(status, wanted.status);
    assert_non_null(json);
    size_t same = 0;
    while (json[same] && json[same] == wanted.json[same])
        same++;
    if (!task->timed && json[same] != wanted.json[same])
        fail_msg("allocation %zu of %s: from byte %zu on `%.80s`, not `%.80s`", memory.failing, task->name, same,
                 json + same, wanted.json + same);
}

/* An answer under failure: FAILED with an error or without any words, or the one answer that is right. */
static void judge(const struct task *task, struct result wanted, enum baku_status status, struct baku_answer *answer)
{
    memory.failing = memory.fail_at ? memory.fail_at : memory.failing;
    memory.fail_at = 0;
    if (status == BAKU_FAILED)
        assert_true(!answer->json || is_error(answer->json));
    else
        assert_same(task, wanted, status, answer->json);
    baku_answer_release(answer);
}

static void load(const struct task *task, struct baku *baku)
{
    struct baku_answer answer;
    size_t fail_at = memory.fail_at;
    if (!task->loaded)
        return;
    memory.fail_at = 0;
    assert_int_equal(baku_check(baku, &task->loaded, 1, NULL, &answer), BAKU_YES);
    baku_answer_release(&answer);
    memory.fail_at = fail_at + memory.made;
}

enum { ASK_AGAIN = 8 };

/* False once the call has succeeded without meeting the failure. A failure that has passed must not be felt any more by
 * the next call, unless that one says so; for time's sake only every eighth is followed by such a call. */
static int fail_one(const struct task *task, struct result wanted, size_t k, int for_ever)
{
    struct baku *baku;
    struct baku_answer answer = {NULL};
    memory_begin(k, for_ever);
    enum baku_status status = open_handle(task->sops, store_file, &baku);
    if (status == BAKU_YES) {
        load(task, baku);
        judge(task, wanted, task->call(baku, &answer), &answer);
        if (!for_ever && k % ASK_AGAIN == 0)
            judge(task, wanted, task->call(baku, &answer), &answer);
    } else {
        assert_int_equal(status, BAKU_FAILED);
        assert_null(baku);
    }
    baku_close(baku);
    int met = memory.failed;
    assert_int_equal(memory_end(), 0);
    return met;
}

/* The answer with memory enough, and how many allocations it takes. */
static struct result unfailed(const struct task *task, size_t *made)
{
    struct baku *baku;
    struct baku_answer answer = {NULL};
    memory_begin(0, 0);
    assert_int_equal(open_handle(task->sops, store_file, &baku), BAKU_YES);
    enum baku_status status = task->call(baku, &answer);
    *made = memory.made;
    baku_close(baku);
    assert_int_equal(memory_end(), 1); /* the answer's text */
    assert_int_equal(status, task->expected);
    return (struct result){status, answer.json};
}

enum { WHOLLY = 1000 };

/* Every allocation fails once, and for time's sake every third is the first of those that fail for ever. A call that
 * takes more than WHOLLY of them is sampled: trying all would take time that grows with their square. */
static void fails_well(void **state)
{
    const struct task *task = *state;
    size_t made, tried[2] = {0, 0};
    struct result wanted = unfailed(task, &made);
    const size_t stride[2] = {1 + made / WHOLLY, 3 + made / WHOLLY};
    for (int for_ever = 0; for_ever < 2; for_ever++)
        for (size_t k = 1; fail_one(task, wanted, k, for_ever); k += stride[for_ever])
            tried[for_ever]++;
    assert_true(tried[0] > 0);
    printf("# %s: %zu allocations failed once, %zu for ever\n", task->name, tried[0], tried[1]);
    free(wanted.json);
}

/* --- files with something of everything that can be wrong --- */

static void write_file(const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", broken, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static const struct {
    const char *name, *text;
} files[] = {
    {"region.yaml",
     "name: Wilayah\ntimezone: Asia/Makasar\nday: kerjaa\nwork_week: {senin: [07:30-12:00], snin: [1-2]}\n"
     "periods: [{from: 2026-01-01, to: 2026-02-01, work_week: {senin: [08:00-09:00]}}, salah]\n"
     "holidays: [2026-01-01]\nactors: {pemohon: {title: P, aplicant: true}, Besar: B}\n"
     "documents: {ktp: {title: KTP, given: tru}, csr: {title: C, type: csr},\n"
     "  sert: {title: S, type: certificate, issued_for: csrr}}\n"
     "identity: {status: final, created: 2026-13-01, legal_basis: [UU 1], worksheet: {langkah_awal: [x]}}\n"
     "accepted: [{finding: B999, at: x, reason: y}, {finding: B301, at: a.b, reason: c}, {at: d}]\n"},
    {"banyak.yaml",
     "title: Banyak\nrevision: nol\nsource: {file: f, lines: 9-1}\nserviceee: x\n"
     "actors: [pemohon, pemohn, {lain: Lain}, [x]]\n"
     "documents:\n  a: {title: A, type: txt, media: [pdf], max_size: 1 GB, valid_for: 3 hari kerja}\n"
     "  b: {title: B, type: text, pattern: '(a'}\n  c: {title: C, type: text, pattern: nipp}\n"
     "  d: {title: D, type: text, pattern: '(?R)', fields: {x: nip, Y: z}}\n  e: {title: E, media: a/b}\n"
     "identity: {approved_by: {nip: 1, nme: x}, created: kapan}\n"
     "steps:\n  - {step: satu, actor: pemohn, inputs: [a, a, aa], outputs: b, duration: 5 menitt}\n"
     "  - {step: satu, actor: pemohon, next: duaa, duration: 999999 hari kalender, source: x}\n"
     "  - {step: dua, actor: lain, unless: b, outputs: [a, b], inferred: [actr]}\n"
     "  - {step: tiga, actor: lain, call: [entah, entah], with: {z: a}, returns: {b: y}, decision: {tidak: x}}\n"
     "  - step: empat\n    parallel:\n      - [{step: p, actor: lain, outputs: [a], next: dua}]\n"
     "      - [{step: q, actor: lain, outputs: [a]}]\n"
     "  - {step: lima, with: {a: b}, decision: {question: x, tidak: {to: satu, outputs: [b]}}, expired: enam}\n"
     "claims: {total: 1 jm, limit: {duration: 1 minggu, basis: UU}}\n"
     "accepted: [{finding: B301, at: satu.aa, reason: r}, {finding: B001, at: satu, reason: r}]\n"},
    {"yaml.yaml", "a: &x 1\nb: *x\nc: !!str d\na: 2\n<<: {e: f}\n? [g]\n: h\n\"i\\0\": 1\n--- \nj: k\n"},
    {"sandi.yaml", "title: caf\xE9\n"},
    {"gaib.yaml", "title: a\xE2\x80\xAE"
                  "b\x01\n"},
    {"kutip.yaml", "title: 'belum ditutup\n"},
    {"tanda.yaml", "title: @x\n"},
    {"kosong.yaml", ""},
    {"daftar.yaml", "- a\n"},
    {"pemanggil.yaml", "title: Pemanggil\nactors: {lain: Lain}\ndocuments: {a: A}\n"
                       "steps:\n  - {step: satu, actor: lain, call: dipanggil, outputs: [a]}\n"},
    {"dipanggil.yaml",
     "title: Dipanggil\nactors: {lain: Lain}\ndocuments: {a: A}\n"
     "steps:\n  - {step: satu, actor: lain, call: [pemanggil, wilayah/banyak], outputs: [a], with: {q: a}}\n"},
    {"hilang.skenario", "scenario: Ditolak sekali\nsop: hilang\nanswers: {verifikasi: [tidak, ya]}\n"
                        "choose: {terbitkan: penerbitan-esign}\n"
                        "expect: {ends: true, elapsed: 49 menit, visits: {verifikasi: 2}}\n"},
    {"kolom.csv", "key,sop,akun-asm\nN-1,kaltim/pencabutan,x\n"},
    {"perkara.csv", "key,sop,title,template-surat-keterangan,akun-ams\n"
                    "N-1,kaltim/pencabutan,\"a \"\"b\"\"\",x,x\nN-2,kaltim/pencabutan,c,x,isi\n"
                    "N-1,kaltim/pencabutan,d,x,x\nN-3,kaltim/pencabutan,c\n7,kaltim/pencabutan,c,x,x\n"
                    "N-4,kaltim/pencabutan,c,x,@/tidak/ada\nN-5,kaltim/pencabutann,c,x,x\n"},
    {"laju.txt", "kaltim/hilang verifikasi 0,15\nkaltim/pencabutan verifikasi 10%\ncabut/verifikasii 5%\n"},
};

/* A test that broke off in the midst leaves no failing behind for the next. */
static int stop_failing(void **state)
{
    (void)state;
    memory.counting = 0;
    return 0;
}

static void make_store(void)
{
    struct store *store;
    struct store_why why;
    struct store_head head;
    struct baku *baku;
    struct baku_answer answer;
    struct baku_deed first = {.as = "budi", .documents = brought, .n_documents = 2};
    int64_t id;
    snprintf(store_file, sizeof store_file, "%s/perkara.db", broken);
    snprintf(fresh_file, sizeof fresh_file, "%s/salinan.db", broken);
    assert_int_equal(store_open(&store, store_file, STORE_CREATES, &why), STORE_OK);
    assert_int_equal(store_begin(store, &head), STORE_OK);
    assert_int_equal(store_person_add(store, TEXT("ani"), &id), STORE_OK);
    assert_int_equal(store_grant_add(store, id, (struct store_grant){TEXT("administrator"), {0}}), STORE_OK);
    assert_int_equal(store_person_add(store, TEXT("budi"), &id), STORE_OK);
    assert_int_equal(store_grant_add(store, id, (struct store_grant){TEXT("pemohon"), TEXT("kaltim")}), STORE_OK);
    assert_int_equal(store_commit(store), STORE_OK);
    store_close(store);
    assert_int_equal(open_handle("sops", store_file, &baku), BAKU_YES);
    assert_int_equal(publish_known(baku, &answer), BAKU_YES);
    baku_answer_release(&answer);
    assert_int_equal(baku_case_start(baku, "kaltim/pencabutan", &first, &answer), BAKU_YES);
    baku_answer_release(&answer);
    baku_close(baku);
}

/* The C library keeps a module in which it looks for accounts, and would load the next where one fails. */
static void look_for_accounts_in_files(void) { assert_int_equal(__nss_configure_lookup("passwd", "files"), 0); }

static const char *const office_files[] = {"/a/izin.yaml", "/a/region.yaml", "/a", ""}; /* in the order of removal */

static void write_office(const char *name, const char *text)
{
    char path[64];
    snprintf(path, sizeof path, "%s%s", office, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

/* The documents are what differs. By a handle of its own: each keeps what it has read. */
static void publish_sheet(const char *document, const char *order)
{
    struct baku *baku;
    char text[600];
    const char *sop = "a/izin";
    struct baku_answer answer;
    snprintf(text, sizeof text,
             "title: Izin\nactors: [petugas]\ndocuments: {%s%s: {title: KTP, given: true, type: text}, surat: {title: "
             "Surat, result: true}}\nsteps: [{step: buat, actor: petugas, inputs: [%s], outputs: [surat], duration: 1 "
             "jam}]\n",
             order, document, document);
    write_office("/a/izin.yaml", text);
    assert_int_equal(open_handle(office, case_file, &baku), BAKU_YES);
    assert_int_equal(baku_publish(baku, &sop, 1, &(struct baku_publishing){.as = "ani"}, &answer), BAKU_YES);
    baku_answer_release(&answer);
    baku_close(baku);
}

static void make_cases(void)
{
    struct baku *baku;
    struct baku_answer answer;
    char folder[64];
    const struct baku_handed ktp[] = {{"ktp", "6471", NULL}};
    struct baku_user ani = {.name = "ani", .actor = "petugas", .region = "a", .as = "ani"};
    assert_non_null(mkdtemp(office));
    snprintf(folder, sizeof folder, "%s/a", office);
    snprintf(case_file, sizeof case_file, "%s/kasus.db", broken);
    assert_int_equal(mkdir(folder, 0700), 0);
    write_office("/a/region.yaml", "name: A\ntimezone: Asia/Makassar\nwork_week: {senin: [08:00-16:00]}\n"
                                   "actors: {petugas: Petugas}\n");
    assert_int_equal(open_handle(office, case_file, &baku), BAKU_YES);
    assert_int_equal(baku_user_add(baku, &ani, &answer), BAKU_YES);
    baku_answer_release(&answer);
    baku_close(baku);
    publish_sheet("ktp", "");
    assert_int_equal(open_handle(office, case_file, &baku), BAKU_YES);
    struct baku_deed deed = {.as = "ani", .title = "Budi", .documents = ktp, .n_documents = 1};
    assert_int_equal(baku_case_start(baku, "a/izin", &deed, &answer), BAKU_YES);
    baku_answer_release(&answer);
    baku_close(baku);
    publish_sheet("ktp", "lain: {title: Lain, result: true, given: optional}, ");
    publish_sheet("kartu", "");
}

static int make_files(void **state)
{
    (void)state;
    char *slash = strrchr(broken, '/');
    *slash = '\0';
    assert_non_null(mkdtemp(broken));
    *slash = '/';
    assert_int_equal(mkdir(broken, 0700), 0);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        write_file(files[i].name, files[i].text);
    look_for_accounts_in_files();
    make_store();
    make_cases();
    return 0;
}

static int remove_files(void **state)
{
    (void)state;
    char path[128];
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(path, sizeof path, "%s/%s", broken, files[i].name);
        unlink(path);
    }
    static const char *const stores[] = {"perkara.db",         "perkara.db-journal", "salinan.db",
                                         "salinan.db-journal", "kasus.db",           "kasus.db-journal"};
    for (size_t i = 0; i < sizeof stores / sizeof *stores; i++) {
        snprintf(path, sizeof path, "%s/%s", broken, stores[i]);
        unlink(path);
    }
    for (size_t i = 0; i < sizeof office_files / sizeof *office_files; i++) {
        snprintf(path, sizeof path, "%s%s", office, office_files[i]);
        remove(path);
    }
    rmdir(broken);
    *strrchr(broken, '/') = '\0';
    return rmdir(broken);
}

/* --- */

static char above[sizeof broken]; /* the folder of the broken region */

static void nothing_leaks_through_this_allocator(void **state)
{
    (void)state;
    memory_begin(2, 0);
    void *(*volatile make)(size_t) = malloc; /* or the compiler does without it */
    void *first = make(10), *second = make(10), *third = make(10);
    free(first);
    size_t live = memory_end();
    free(third);
    assert_null(second);
    assert_non_null(third);
    assert_int_equal(live, 1);
}

static int name_above(void **state)
{
    (void)state;
    memcpy(above, broken, strlen(broken) - strlen("/wilayah"));
    return 0;
}

int main(void)
{
    static struct task tasks[] = {
        {"check sops", "sops", check_all, BAKU_YES, NULL, 0},
        {"check broken files", "sops", check_broken, BAKU_NO, NULL, 0},
        {"check a broken file for a SARIF log", "sops", check_sarif, BAKU_NO, NULL, 0},
        {"check a broken file for a page", "sops", check_page, BAKU_NO, NULL, 0},
        {"check title pages", "sops", check_titles, BAKU_NO, NULL, 0},
        {"check files of holidays", "sops", check_holidays, BAKU_NO, NULL, 0},
        {"check times", "sops", check_times, BAKU_YES, NULL, 0},
        {"check an unknown name", "sops", check_nothing, BAKU_UNKNOWN, NULL, 0},
        {"show kaltim/hilang", "sops", show, BAKU_YES, "kaltim/hilang", 0},
        {"show a SOP with a broken callee", above, show_broken, BAKU_NO, NULL, 0},
        {"run kaltim/hilang with a Tidak and a choice", "sops", run_calls, BAKU_YES, "kaltim/hilang", 0},
        {"run kaltim/hilang refused", "sops", run_refused, BAKU_NO, "kaltim/hilang", 0},
        {"run kaltim/hilang, told what is not there", "sops", run_mistold, BAKU_UNKNOWN, "kaltim/hilang", 0},
        {"run tapin/penerbitan-tte", "sops", run_tapin, BAKU_YES, "tapin/penerbitan-tte", 0},
        {"run a scenario", "sops", run_scenario, BAKU_YES, "kaltim/hilang", 0},
        {"test scenarios", "tests/transcripts.d/sops", test_all, BAKU_NO, NULL, 0},
        {"run cases", "sops", run_cases, BAKU_YES, "kaltim/hilang", 1},
        {"compare a service", "tests/transcripts.d/layanan", compare, BAKU_NO, NULL, 0},
        {"compare an unknown service", "tests/transcripts.d/layanan", compare_none, BAKU_UNKNOWN, NULL, 0},
        {"list the services", above, list_services, BAKU_NO, NULL, 0},
        {"audit as numbers", "sops", audit_numbers, BAKU_NO, "kaltim/hilang", 0},
        {"audit what happened", "sops", audit_observed, BAKU_YES, "kaltim/pencabutan", 0},
        {"audit as a page", "sops", audit_markdown, BAKU_NO, "kaltim/hilang", 0},
        {"audit as CSV", "sops", audit_csv, BAKU_NO, "kaltim/hilang", 0},
        {"audit broken files", "tests/transcripts.d/sops", audit_broken, BAKU_NO, NULL, 0},
        {"audit with a file of rates", "sops", audit_mistold, BAKU_UNKNOWN, "kaltim/hilang", 0},
        {"audit an unknown name", "sops", audit_unknown, BAKU_UNKNOWN, NULL, 0},
        {"explain everything", "sops", explain_all, BAKU_YES, NULL, 0},
        {"the page of everything", "sops", explain_page, BAKU_YES, NULL, 0},
        {"the page of an unknown code", "sops", explain_page_unknown, BAKU_UNKNOWN, NULL, 0},
        {"schema sop", "sops", schema_sop, BAKU_YES, NULL, 0},
        {"publish", "sops", publish_anew, BAKU_YES, NULL, 0},
        {"publish what is published", "sops", publish_known, BAKU_YES, "kaltim/pencabutan", 0},
        {"publish without leave", "sops", publish_denied, BAKU_DENIED, "kaltim/hilang", 0},
        {"list what is published", "sops", list_revisions, BAKU_YES, NULL, 0},
        {"list what is not", "sops", list_unpublished, BAKU_UNKNOWN, NULL, 0},
        {"read a revision", "sops", read_revision, BAKU_YES, NULL, 0},
        {"start a case", "sops", start_on_copy, BAKU_YES, NULL, 0},
        {"complete a step", "sops", complete_on_copy, BAKU_YES, NULL, 0},
        {"complete what is not due", "sops", complete_too_early_on_copy, BAKU_NO, NULL, 0},
        {"complete without leave", "sops", complete_without_leave_on_copy, BAKU_DENIED, NULL, 0},
        {"cancel a case", "sops", cancel_on_copy, BAKU_YES, NULL, 0},
        {"add a user", "sops", add_user_on_copy, BAKU_YES, NULL, 0},
        {"remove a user", "sops", remove_user_on_copy, BAKU_YES, NULL, 0},
        {"import cases", "sops", import_on_copy, BAKU_NO, NULL, 0},
        {"import an unknown column", "sops", import_nothing_on_copy, BAKU_UNKNOWN, NULL, 0},
        {"show a case", "sops", show_case, BAKU_YES, NULL, 0},
        {"the history of a case", "sops", show_history, BAKU_YES, NULL, 0},
        {"list cases", "sops", list_cases, BAKU_YES, NULL, 0},
        {"the worklist", "sops", list_tasks, BAKU_YES, NULL, 0},
        {"a worklist of an unknown actor", "sops", list_unknown, BAKU_UNKNOWN, NULL, 0},
        {"cases of an unknown SOP", "sops", list_revision, BAKU_UNKNOWN, NULL, 0},
        {"list users", "sops", list_users, BAKU_YES, NULL, 0},
        {"look at a move", "sops", look_on_copy, BAKU_YES, NULL, 0},
        {"move a case", "sops", move_on_copy, BAKU_YES, NULL, 0},
        {"move a case that stays", "sops", not_move_on_copy, BAKU_NO, NULL, 0},
        {"tell a case that moved", "sops", tell_moved_on_copy, BAKU_YES, NULL, 0},
        {"audit what happened in a case that moved", "sops", observe_moved_on_copy, BAKU_YES, NULL, 0},
        {"erase a content", "sops", erase_on_copy, BAKU_YES, NULL, 0},
        {"erase what is not there", "sops", erase_unknown_on_copy, BAKU_UNKNOWN, NULL, 0},
        {"erase what was said", "sops", erase_texts_on_copy, BAKU_YES, NULL, 0},
        {"take a duty away", "sops", take_duty_on_copy, BAKU_YES, NULL, 0},
        {"get a content", "sops", get_content_on_copy, BAKU_YES, NULL, 0},
        {"the doctor", "sops", baku_doctor_on_copy, BAKU_YES, NULL, 1},
        {"explain an unknown code", "sops", explain_unknown, BAKU_UNKNOWN, NULL, 0},
    };
    assert_true(memory_spares_openssl());
    enum { TASKS = sizeof tasks / sizeof *tasks };
    struct CMUnitTest tests[TASKS + 1] = {cmocka_unit_test(nothing_leaks_through_this_allocator)};
    for (size_t i = 0; i < TASKS; i++)
        tests[i + 1] = (struct CMUnitTest){tasks[i].name, fails_well, i ? NULL : name_above, stop_failing, &tasks[i]};
    return _cmocka_run_group_tests("memory", tests, TASKS + 1, make_files, remove_files);
}
