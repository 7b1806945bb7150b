/* Bundles: a SOP and all that it takes, judged and run from memory as from the disk.
 *
 * Run in the project's folder. Every SOP of sops/ is loaded from the disk, gathered, and loaded again from its bundle:
 * the findings with their places and excerpts, the plans, and the moves of a case must be the same bytes. */
#define _XOPEN_SOURCE 700
#include "small_folder.h"

#include "api/bundle.h"
#include "api/trace.h"

/* --- trees --- */

#define ROW(name, bytes)                                                                                               \
    {                                                                                                                  \
        {name, sizeof name - 1}, { bytes, sizeof bytes - 1 }                                                           \
    }

static const struct store_file some_files[] = {
    ROW("a/region.yaml", "name: A\n"),
    ROW("a/satu.yaml", "satu"),
    ROW("data/.gaib", ""),
    ROW("data/legal.yaml", ""),
};

enum { SOME_FILES = sizeof some_files / sizeof *some_files };

struct look {
    struct tree tree;
    struct arena arena;
    struct failure failure;
    char words[200];
};

static struct look look_of(const char *root) { return (struct look){.tree = {text_of(root), some_files, SOME_FILES}}; }

static enum file_kind kind(struct look *look, const char *path) { return tree_kind(&look->tree, path, &look->arena); }

/* The names in a folder, or "-" where there is none. */
static const char *names(struct look *look, const char *path)
{
    struct texts list;
    size_t used = 0;
    if (tree_list(&look->tree, path, &list, (struct tree_asked){&look->arena, &look->failure}) != STATUS_OK)
        return "-";
    look->words[0] = '\0';
    for (size_t i = 0; i < list.n; i++)
        used += (size_t)snprintf(look->words + used, sizeof look->words - used, "%s%.*s", i ? " " : "",
                                 (int)list.at[i].len, list.at[i].at);
    return look->words;
}

static void a_bundle_looks_like_a_folder(void **state)
{
    (void)state;
    struct look look = look_of("sops");
    assert_int_equal(kind(&look, "sops"), FILE_FOLDER);
    assert_int_equal(kind(&look, "./sops//a/"), FILE_FOLDER);
    assert_int_equal(kind(&look, "sops/a/satu.yaml"), FILE_REGULAR);
    assert_int_equal(kind(&look, "sops/x/../a/./satu.yaml"), FILE_REGULAR);
    assert_int_equal(kind(&look, "sops/../sops/data/legal.yaml"), FILE_REGULAR);
    assert_int_equal(kind(&look, "sops/a/dua.yaml"), FILE_ABSENT);
    assert_int_equal(kind(&look, "sops/a/satu"), FILE_ABSENT);
    assert_int_equal(kind(&look, "a/satu.yaml"), FILE_ABSENT);
    assert_int_equal(kind(&look, "sopsa/satu.yaml"), FILE_ABSENT);
    assert_int_equal(kind(&look, "../sops/a/satu.yaml"), FILE_ABSENT);
    assert_string_equal(names(&look, "sops"), "a data");
    assert_string_equal(names(&look, "sops/a"), "region.yaml satu.yaml");
    assert_string_equal(names(&look, "sops/data"), "legal.yaml");
    assert_string_equal(names(&look, "sops/b"), "-");
    assert_string_equal(names(&look, "."), "-");
    arena_release(&look.arena);
}

/* Wherever its root is, what is in it is found, and what is on the disk is not. */
static void a_bundle_stands_anywhere(void **state)
{
    (void)state;
    static const char *const roots[] = {".", "/", "../x", "/srv/sops/", "./a/.."};
    static const char *const paths[] = {"./a/satu.yaml", "/a/satu.yaml", "../x/a/satu.yaml", "/srv/sops/a/satu.yaml",
                                        "a/satu.yaml"};
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        struct look look = look_of(roots[i]);
        assert_int_equal(kind(&look, roots[i]), FILE_FOLDER);
        assert_int_equal(kind(&look, paths[i]), FILE_REGULAR);
        assert_string_equal(names(&look, roots[i]), "a data");
        assert_int_equal(kind(&look, "/etc/passwd"), FILE_ABSENT);
        arena_release(&look.arena);
    }
}

static void a_bundle_reads_its_bytes(void **state)
{
    (void)state;
    struct look look = look_of("sops");
    struct tree_asked asked = {&look.arena, &look.failure};
    struct text bytes;
    assert_int_equal(tree_read(&look.tree, "sops/a/satu.yaml", &bytes, asked), STATUS_OK);
    assert_true(text_eq(bytes, TEXT("satu")));
    assert_int_equal(tree_read(&look.tree, "sops/a/dua.yaml", &bytes, asked), STATUS_WORLD);
    assert_true(text_eq(look.failure.path, TEXT("sops/a/dua.yaml")));
    assert_int_equal(tree_read(&look.tree, "README.md", &bytes, asked), STATUS_WORLD);
    arena_release(&look.arena);
}

/* --- two desks: one reads the disk, the other the first one's bundle --- */

struct shelved {
    struct baku disk, memory;
    struct library_sop *of_disk, *of_memory;
    struct arena arena;
    struct bundle bundle;
};

static struct baku desk_of(const char *sops)
{
    struct baku baku = {.sops = sops, .lang = LANG_ID, .details = true};
    library_init(&baku.library);
    return baku;
}

static void shelve(struct shelved *s, const char *sops, const char *name)
{
    assert_true(digest_init());
    *s = (struct shelved){.disk = desk_of(sops), .memory = desk_of("sops")};
    s->disk.library.findings.arena = &s->disk.library.arena;
    s->memory.library.findings.arena = &s->memory.library.arena;
    assert_int_equal(sop_of_name(&s->disk, text_of(name), &s->of_disk), STATUS_OK);
    assert_non_null(s->of_disk);
    assert_int_equal(bundle_gather(&s->bundle, &s->disk.library, s->of_disk, &s->arena), STATUS_OK);
    struct store_revision revision = {.sop = text_of(name), .files = s->bundle.files, .n_files = s->bundle.n};
    assert_int_equal(bundle_load(&s->memory.library, &revision, &s->of_memory), STATUS_OK);
    assert_non_null(s->of_memory);
}

static void unshelve(struct shelved *s)
{
    library_release(&s->memory.library);
    library_release(&s->disk.library);
    arena_release(&s->arena);
}

/* The names in it: "a/region.yaml a/satu.yaml". */
static const char *held(const struct shelved *s)
{
    static char words[1000];
    size_t used = 0;
    words[0] = '\0';
    for (size_t i = 0; i < s->bundle.n; i++)
        used += (size_t)snprintf(words + used, sizeof words - used, "%s%.*s", i ? " " : "",
                                 (int)s->bundle.files[i].name.len, s->bundle.files[i].name.at);
    return words;
}

/* What is said of the files that the bundle holds. */
static char *findings_of(struct baku *baku, const struct shelved *s)
{
    struct baku_answer answer;
    bool *files = ARENA_ARRAY(&baku->library.arena, baku->library.n_files, bool);
    for (size_t i = 0; i < baku->library.n_files; i++)
        for (size_t k = 0; k < s->bundle.n; k++) {
            struct text path = baku->library.files[i].path, name = s->bundle.files[k].name;
            files[i] |= path.len > name.len && memcmp(path.at + path.len - name.len, name.at, name.len) == 0;
        }
    enum baku_status status = answer_findings(baku, &(struct check_scope){.files = files, .accepted = true}, &answer);
    assert_true(status == BAKU_YES || status == BAKU_NO);
    return answer.json;
}

static void assert_same_findings(struct shelved *s)
{
    char *of_disk = findings_of(&s->disk, s), *of_memory = findings_of(&s->memory, s);
    assert_string_equal(of_disk, of_memory);
    free(of_disk);
    free(of_memory);
}

static void assert_same_bytes(const void *a, const void *b, size_t n, size_t size)
{
    assert_int_equal(a == NULL, b == NULL);
    if (n && a)
        assert_memory_equal(a, b, n * size);
}

static void assert_same_plan(const struct plan *a, const struct plan *b)
{
    size_t steps = a->n_steps, words = a->document_words;
    assert_int_equal(a->n_steps, b->n_steps);
    assert_int_equal(a->n_documents, b->n_documents);
    assert_int_equal(a->step_words, b->step_words);
    assert_int_equal(a->document_words, b->document_words);
    assert_int_equal(a->n_clocks, b->n_clocks);
    assert_int_equal(a->frame_words, b->frame_words);
    assert_same_bytes(a->traits, b->traits, steps, 1);
    assert_same_bytes(a->needs, b->needs, steps * words, 8);
    assert_same_bytes(a->waived, b->waived, steps * words, 8);
    for (int answer = 0; answer < 2; answer++) {
        assert_same_bytes(a->gives[answer], b->gives[answer], steps * words, 8);
        assert_same_bytes(a->goes[answer], b->goes[answer], steps, 2);
    }
    assert_same_bytes(a->unless, b->unless, steps, 2);
    assert_same_bytes(a->expired, b->expired, steps, 2);
    assert_same_bytes(a->inside, b->inside, steps, 2);
    assert_same_bytes(a->clock, b->clock, a->n_documents, 2);
    assert_same_bytes(a->valid_ms, b->valid_ms, a->n_clocks, 8);
    assert_same_bytes(a->given, b->given, words, 8);
    assert_same_bytes(a->demanded, b->demanded, words, 8);
}

/* Of the SOP and of all that it calls. */
static void assert_same_plans(struct shelved *s)
{
    struct library_sop *const *a, *const *b;
    size_t n = library_reach(&s->disk.library, s->of_disk, &a);
    assert_int_equal(library_reach(&s->memory.library, s->of_memory, &b), n);
    for (size_t i = 0; i < n; i++) {
        assert_true(text_eq(a[i]->name, b[i]->name));
        assert_same_plan(&a[i]->sop->plan, &b[i]->sop->plan);
    }
}

static char *moves_of(struct baku *baku, const struct sop *sop, const struct script *script)
{
    struct arena arena = ARENA_INIT;
    struct report report = {0};
    struct play play;
    struct baku_answer answer;
    assert_int_equal(play_run(&play, &arena, sop, script), STATUS_OK);
    assert_int_equal(play.error.kind, PLAY_FINE);
    assert_int_equal(answer_with(baku, &answer, &report, trace_json(&report, &play, baku), BAKU_YES), BAKU_YES);
    arena_release(&arena);
    return answer.json;
}

/* With every answer Ya, and with one Tidak at every decision of its own. */
static void assert_same_moves(struct shelved *s)
{
    static const enum answer tidak[] = {ANSWER_TIDAK};
    const struct sop *sop = s->of_disk->sop;
    struct told *told = ARENA_ARRAY(&s->arena, sop->n_steps, struct told);
    struct script scripts[2] = {{.answers = {0}}, {.answers = {told, 0}}};
    for (uint16_t i = 0; i < sop->n_steps; i++)
        if (sop->steps[i].decides)
            told[scripts[1].answers.n++] = (struct told){.step = sop->steps[i].key, .n = 1, .answers = tidak};
    for (int i = 0; i < 2; i++) {
        char *of_disk = moves_of(&s->disk, sop, &scripts[i]);
        char *of_memory = moves_of(&s->memory, s->of_memory->sop, &scripts[i]);
        assert_string_equal(of_disk, of_memory);
        free(of_disk);
        free(of_memory);
    }
}

static void assert_same_clock(struct shelved *s)
{
    struct library_region *a = &s->disk.library.regions[s->of_disk->region];
    struct library_region *b = &s->memory.library.regions[s->of_memory->region];
    const struct library_file *culprit;
    const struct workclock *of_disk, *of_memory;
    assert_int_equal(library_workclock(&s->disk.library, a, &of_disk, &culprit), STATUS_OK);
    assert_null(culprit);
    assert_int_equal(library_workclock(&s->memory.library, b, &of_memory, &culprit), STATUS_OK);
    assert_null(culprit);
    assert_int_equal(of_disk->east, of_memory->east);
    assert_int_equal(of_disk->n_off, of_memory->n_off);
    assert_same_bytes(of_disk->off, of_memory->off, of_disk->n_off, sizeof *of_disk->off);
    assert_memory_equal(&of_disk->known, &of_memory->known, sizeof of_disk->known);
}

static void every_sop_is_the_same_from_its_bundle(void **state)
{
    (void)state;
    struct library library;
    struct texts all;
    library_init(&library);
    assert_int_equal(library_names(&library, "sops", &all), STATUS_OK);
    assert_true(all.n > 10);
    for (size_t i = 0; i < all.n; i++) {
        struct shelved s;
        shelve(&s, "sops", all.at[i].at);
        assert_null(s.bundle.broken);
        assert_int_equal(s.bundle.unfit.len, 0);
        assert_same_clock(&s);
        assert_same_findings(&s);
        assert_same_plans(&s);
        assert_same_moves(&s);
        unshelve(&s);
    }
    library_release(&library);
}

/* --- what a bundle holds --- */

static void hilang_takes_what_it_calls(void **state)
{
    (void)state;
    struct shelved s;
    shelve(&s, "sops", "kaltim/hilang");
    assert_string_equal(held(&s), "data/holidays-2025.yaml data/holidays-2026.yaml data/holidays-2027.yaml "
                                  "data/legal.yaml kaltim/hilang.yaml kaltim/pencabutan.yaml "
                                  "kaltim/penerbitan-esign.yaml kaltim/penerbitan-lock.yaml kaltim/region.yaml");
    unshelve(&s);
}

/* The digest is what the header says: anybody's sha256sum makes it. */
static void anybody_can_recompute_the_digest(void **state)
{
    (void)state;
    struct shelved s;
    struct buf digest = BUF_INIT;
    char command[1200], line[80];
    shelve(&s, "sops", "kaltim/hilang");
    snprintf(command, sizeof command, "cd sops && sha256sum %s | sha256sum", held(&s));
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    assert_non_null(fgets(line, sizeof line, pipe));
    assert_int_equal(pclose(pipe), 0);
    digest_write(&digest, &s.bundle.digest);
    assert_int_equal(digest.len, 64);
    assert_memory_equal(digest.at, line, 64);
    buf_release(&digest);
    unshelve(&s);
}

#define STEP(more) "title: T\nactors: {p: P}\ndocuments: {h: {title: H, result: true}}\nsteps: [{step: s, actor: p" more

static void small_office(void)
{
    folder_write("data/legal.yaml", "instruments: []\n");
    folder_write("data/holidays-2026.yaml", "year: 2026\ndecree: D\nsource: S\nholidays: []\n");
    folder_write("a/region.yaml", "name: A\n");
    folder_write("a/sendiri.yaml", STEP(", outputs: [h]}]\n"));
    folder_write("a/induk.yaml", STEP(", call: [sendiri, b/anak]}]\n"));
    folder_write("b/region.yaml", "name: B\nholidays: [holidays-2026.yaml]\n");
    folder_write("b/anak.yaml", STEP(", outputs: [h]}]\nidentity: {legal_basis: [UU 1]}\n"));
}

static void a_bundle_holds_what_is_needed_alone(void **state)
{
    (void)state;
    struct shelved s;
    small_office();
    shelve(&s, folder_root, "a/sendiri");
    assert_string_equal(held(&s), "a/region.yaml a/sendiri.yaml");
    unshelve(&s);
    shelve(&s, folder_root, "a/induk");
    assert_string_equal(held(&s), "a/induk.yaml a/region.yaml a/sendiri.yaml b/anak.yaml b/region.yaml "
                                  "data/holidays-2026.yaml data/legal.yaml");
    unshelve(&s);
}

/* The bytes are those that were checked, whatever has been written since. */
static void a_bundle_is_what_was_read(void **state)
{
    (void)state;
    struct baku desk = desk_of(folder_root);
    struct library_sop *sop;
    struct arena arena = ARENA_INIT;
    struct bundle before, after;
    small_office();
    desk.library.findings.arena = &desk.library.arena;
    assert_true(digest_init());
    assert_int_equal(sop_of_name(&desk, TEXT("a/sendiri"), &sop), STATUS_OK);
    assert_int_equal(bundle_gather(&before, &desk.library, sop, &arena), STATUS_OK);
    folder_write("a/sendiri.yaml", STEP(", outputs: [h], duration: 5 menit}]\n"));
    folder_write("a/region.yaml", "name: Z\n");
    assert_int_equal(bundle_gather(&after, &desk.library, sop, &arena), STATUS_OK);
    assert_memory_equal(before.digest.bytes, after.digest.bytes, DIGEST_SIZE);
    assert_true(text_eq(after.files[0].bytes, TEXT("name: A\n")));
    library_release(&desk.library);
    arena_release(&arena);
}

/* Each name and each byte counts, and nothing else does. */
static void a_digest_tells_bundles_apart(void **state)
{
    (void)state;
    struct shelved s;
    struct digest digests[4];
    small_office();
    for (int i = 0; i < 4; i++) {
        folder_write("a/region.yaml", i == 1 ? "name: AA\n" : "name: A\n");
        folder_write("a/lain.yaml", STEP("}]\n")); /* no part of it */
        shelve(&s, folder_root, i == 2 ? "b/anak" : "a/sendiri");
        digests[i] = s.bundle.digest;
        unshelve(&s);
    }
    assert_memory_equal(digests[0].bytes, digests[3].bytes, DIGEST_SIZE);
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < i; k++)
            assert_memory_not_equal(digests[i].bytes, digests[k].bytes, DIGEST_SIZE);
}

static void a_file_of_holidays_with_an_error_breaks_the_bundle(void **state)
{
    (void)state;
    struct shelved s;
    small_office();
    folder_write("data/holidays-2026.yaml", "year: 2026\ndecree: D\nsource: S\nholidays: [salah]\n");
    shelve(&s, folder_root, "b/anak");
    assert_non_null(s.bundle.broken);
    assert_true(text_eq(path_name(s.bundle.broken->path), TEXT("holidays-2026.yaml")));
    unshelve(&s);
}

static void a_name_that_could_forge_a_line_is_unfit(void **state)
{
    (void)state;
    struct shelved s;
    small_office();
    folder_write("a/b\\c.yaml", STEP(", outputs: [h]}]\n"));
    shelve(&s, folder_root, "a/b\\c");
    assert_true(text_eq(s.bundle.unfit, TEXT("a/b\\c.yaml")));
    unshelve(&s);
    folder_write("a/b\nc.yaml", STEP(", outputs: [h]}]\n"));
    shelve(&s, folder_root, "a/b\nc");
    assert_true(text_eq(s.bundle.unfit, TEXT("a/b\nc.yaml")));
    unshelve(&s);
}

/* What else stands in the folder is no part of a bundle: from there `related` is not looked up. */
static void related_sops_are_not_looked_for_in_a_bundle(void **state)
{
    (void)state;
    struct shelved s;
    small_office();
    folder_write("a/teman.yaml", STEP(", outputs: [h]}]\nidentity: {related: [sendiri, entah]}\n"));
    shelve(&s, folder_root, "a/teman");
    size_t of_disk = 0, of_memory = 0;
    for (size_t i = 0; i < s.disk.library.findings.n; i++)
        of_disk += s.disk.library.findings.at[i].code == FINDING_B505;
    for (size_t i = 0; i < s.memory.library.findings.n; i++)
        of_memory += s.memory.library.findings.at[i].code == FINDING_B505;
    assert_int_equal(of_disk, 1);
    assert_int_equal(of_memory, 0);
    assert_int_equal(s.disk.library.findings.n, s.memory.library.findings.n + 1);
    unshelve(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bundle_looks_like_a_folder),
        cmocka_unit_test(a_bundle_stands_anywhere),
        cmocka_unit_test(a_bundle_reads_its_bytes),
        cmocka_unit_test(every_sop_is_the_same_from_its_bundle),
        cmocka_unit_test(hilang_takes_what_it_calls),
        cmocka_unit_test(anybody_can_recompute_the_digest),
        folder_test(a_bundle_holds_what_is_needed_alone),
        folder_test(a_bundle_is_what_was_read),
        folder_test(a_digest_tells_bundles_apart),
        folder_test(a_file_of_holidays_with_an_error_breaks_the_bundle),
        folder_test(a_name_that_could_forge_a_line_is_unfit),
        folder_test(related_sops_are_not_looked_for_in_a_bundle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
