/* What B4 says of a claim, beside what the audit says of the same SOP: the two may not differ. */
#define _XOPEN_SOURCE 700
#include "small_folder.h"

#include "baku_audit.h"

static const char region[] = "name: Kota Kantor\n"
                             "actors: {pemohon: {title: Pemohon, applicant: true}, petugas: Petugas}\n"
                             "work_week: {senin: [08:00-12:00]}\n" FOLDER_TITLE_PAGE;

/* --- asking --- */

static json_t *audit_x(void)
{
    struct baku *baku = folder_handle();
    struct baku_answer answer;
    assert_true(baku_audit(baku, PATHS("a/x"), 1, NULL, &answer) <= BAKU_NO);
    json_t *document = folder_json(baku, &answer), *audit = json_array_get(json_object_get(document, "audits"), 0);
    json_incref(audit);
    json_decref(document);
    assert_non_null(audit);
    return audit;
}

/* The message and the help of the finding of that code in a/x, as `MESSAGE | HELP`; empty: there is none. */
static const char *finding_of(const char *code)
{
    static char said[1024];
    size_t i;
    json_t *document = folder_check(BAKU_YES, "a/x.yaml");
    const json_t *finding;
    said[0] = '\0';
    json_array_foreach (json_object_get(document, "findings"), i, finding)
        if (strcmp(string_at(finding, "code"), code) == 0)
            snprintf(said, sizeof said, "%s | %s", string_at(finding, "message"), string_at(finding, "help"));
    json_decref(document);
    return said;
}

static void expect_said(const char *code, const char *words)
{
    if (!strstr(finding_of(code), words))
        fail_msg("not `%s` in: %s", words, finding_of(code));
}

/* --- variants --- */

enum { BRINGS_NONE, BRINGS_VA, BRINGS_VB, BRINGS_KINDS };
enum { LOOKS_NOT, LOOKS_UNLESS, LOOKS_CALLED, LOOKS_BRANCH, LOOKS_KINDS };

/* How a/x looks at the document that may come of the choice, and for how long. */
struct variants {
    int brings, looks, va, vb, after;
};

static void write_callee(const char *file, int minutes, bool brings)
{
    FILE *to = folder_begin(file);
    fprintf(to, "title: V\ndocuments: {%s: {title: D, result: true}}\n", brings ? "x" : "y");
    fprintf(to, "steps: [{step: a, actor: petugas, outputs: [%s], duration: %d menit}]\n", brings ? "x" : "y", minutes);
    folder_end(to);
}

static void write_looks(FILE *to, const struct variants *v)
{
    if (v->looks == LOOKS_UNLESS)
        fprintf(to, "- {step: d, actor: petugas, unless: x, outputs: [x], duration: %d menit}\n", v->after);
    if (v->looks == LOOKS_CALLED)
        fputs("- {step: d, actor: petugas, call: w}\n", to);
    if (v->looks == LOOKS_BRANCH)
        fprintf(to,
                "- {step: d, parallel: [[{step: p, actor: petugas, outputs: [x], duration: %d menit}],\n"
                "   [{step: q, actor: pemohon, inputs: [x], duration: 3 menit}]]}\n",
                v->after);
}

static void write_caller(const struct variants *v, int claim)
{
    FILE *to = folder_begin("a/x.yaml");
    fputs("title: T\ndocuments: {x: X}\nsteps:\n- {step: c, actor: petugas, call: [va, vb], outputs: [x]}\n", to);
    write_looks(to, v);
    fprintf(to, "- {step: e, actor: petugas, duration: 1 menit}\nclaims: {total: %d menit}\n", claim);
    fputs("accepted: [{finding: B302, at: c.x, reason: R}]\n", to);
    folder_end(to);
}

static void write_family(const struct variants *v, int claim)
{
    FILE *to = folder_begin("a/w.yaml");
    fprintf(to,
            "title: W\ndocuments: {x: {title: D, given: optional}}\nsteps:\n"
            "- {step: a, actor: petugas, unless: x, outputs: [x], duration: %d menit}\n"
            "- {step: b, actor: petugas, inputs: [x], duration: 0 menit}\n",
            v->after);
    folder_end(to);
    write_callee("a/va.yaml", v->va, v->brings == BRINGS_VA);
    write_callee("a/vb.yaml", v->vb, v->brings == BRINGS_VB);
    write_caller(v, claim);
}

/* Minutes of the path on which the step `c` calls that SOP; -1: there are several, and they differ. */
static int minutes_with(const json_t *audit, const char *sop)
{
    size_t i;
    const json_t *path;
    int minutes = -2;
    json_array_foreach (json_object_get(audit, "paths"), i, path) {
        const json_t *chosen = json_array_get(json_object_get(json_object_get(path, "choices"), "c"), 0);
        int taken = (int)integer_at(json_object_get(path, "elapsed"), "min_s") / 60;
        if (strcmp(json_string_value(chosen), sop) == 0)
            minutes = minutes == -2 || minutes == taken ? taken : -1;
    }
    assert_int_not_equal(minutes, -2);
    return minutes;
}

/* What B402 says is what the paths take, or the range of them all. True: it named the SOPs. */
static bool says_what_is_true(const struct variants *v)
{
    char named[200], ranged[200];
    write_family(v, 1);
    json_t *audit = audit_x();
    const json_t *straight = json_object_get(audit, "straight");
    int min = (int)integer_at(straight, "min_s") / 60, max = (int)integer_at(straight, "max_s") / 60;
    int va = minutes_with(audit, "a/va"), vb = minutes_with(audit, "a/vb");
    json_decref(audit);
    write_family(v, min);
    snprintf(named, sizeof named, ": %d minutes with `va`, %d minutes with `vb` |", va, vb);
    snprintf(ranged, sizeof ranged, ": when every answer is Ya it takes %d-%d minutes |", min, max);
    const char *said = finding_of("B402");
    if (min == max)
        assert_string_equal(said, "");
    else if (!strstr(said, named) && !strstr(said, ranged))
        fail_msg("brings %d, looks %d, %d, %d, %d: neither%s nor%s in: %s", v->brings, v->looks, v->va, v->vb, v->after,
                 named, ranged, said);
    return strstr(said, named) != NULL;
}

static void variants_are_named_as_the_audit_has_them(void **state)
{
    static const int minutes[][3] = {{10, 5, 10}, {5, 10, 10}, {10, 5, 5}, {7, 5, 20}};
    size_t named[LOOKS_KINDS][BRINGS_KINDS] = {{0}};
    (void)state;
    folder_write("a/region.yaml", region);
    for (int looks = 0; looks < LOOKS_KINDS; looks++)
        for (int brings = 0; brings < BRINGS_KINDS; brings++)
            for (size_t i = 0; i < sizeof minutes / sizeof *minutes; i++)
                named[looks][brings] +=
                    says_what_is_true(&(struct variants){brings, looks, minutes[i][0], minutes[i][1], minutes[i][2]});
    for (int brings = 0; brings < BRINGS_KINDS; brings++)
        assert_int_equal(named[LOOKS_NOT][brings], 4); /* nobody looks: the choice alone tells */
    assert_int_equal(named[LOOKS_UNLESS][BRINGS_NONE], 4);
    assert_int_equal(named[LOOKS_BRANCH][BRINGS_NONE], 4);
    assert_int_equal(named[LOOKS_CALLED][BRINGS_NONE], 0); /* the called SOP may be brought it */
}

/* --- beyond all sums --- */

static void write_long(const char *file, const char *what, const char *claims)
{
    FILE *to = folder_begin(file);
    fputs("title: T\nsteps:\n", to);
    for (int i = 0; i < 15; i++)
        fprintf(to, "- {step: s%d, actor: petugas, %s}\n", i, what);
    fputs(claims, to);
    folder_end(to);
}

/* 15 x 15 x 15 steps of a hundred years each. */
static void what_is_too_long_does_not_go_round(void **state)
{
    (void)state;
    folder_write("a/region.yaml", region);
    write_long("a/abad.yaml", "duration: 876600 jam", "");
    write_long("a/banyak.yaml", "call: abad", "");
    write_long("a/x.yaml", "call: banyak", "claims: {total: 876600 jam}\n");
    json_t *audit = audit_x();
    assert_string_equal(string_at(audit, "verdict"), "wrong");
    assert_true(json_is_null(json_object_get(audit, "straight")));
    json_decref(audit);
    expect_said("B401", "when every answer is Ya: they add up to more than 285,000 years, which is not worked out | "
                        "Add up `duration` of the steps");
    expect_said("B407", "take more than one working day: they add up to more than 285,000 years, which is not worked "
                        "out; a working day has 240 minutes | ");
}

static void what_goes_round_says_so(void **state)
{
    (void)state;
    folder_write("a/region.yaml", region);
    folder_write("a/x.yaml", "title: T\nsteps:\n"
                             "- {step: a, actor: petugas, duration: 1 menit}\n"
                             "- {step: b, actor: petugas, decision: {question: Q, ya: a, tidak: end}, duration: 1 "
                             "menit}\nclaims: {total: 2 menit}\n");
    expect_said("B401", "that path never ends | A Ya goes forward");
    assert_string_equal(finding_of("B407"), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        folder_test(variants_are_named_as_the_audit_has_them),
        folder_test(what_goes_round_says_so),
        folder_test(what_is_too_long_does_not_go_round),
    };
    return cmocka_run_group_tests_name("audit claims", tests, NULL, NULL);
}
