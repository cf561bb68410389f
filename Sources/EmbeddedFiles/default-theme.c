// The default theme, compiled into the program, so that it works wherever it is put. Keep the list sorted by path.
#include "EmbeddedFiles.h"

static const unsigned char static_diagram_css[] = {
#embed "../../themes/default/static/diagram.css"
};
static const unsigned char static_favicon_svg[] = {
#embed "../../themes/default/static/favicon.svg"
};
static const unsigned char static_theme_css[] = {
#embed "../../themes/default/static/theme.css"
};
static const unsigned char static_theme_js[] = {
#embed "../../themes/default/static/theme.js"
};
static const unsigned char templates_404_mustache[] = {
#embed "../../themes/default/templates/404.mustache"
};
static const unsigned char templates_chains_mustache[] = {
#embed "../../themes/default/templates/chains.mustache"
};
static const unsigned char templates_checklist_mustache[] = {
#embed "../../themes/default/templates/checklist.mustache"
};
static const unsigned char templates_coverage_mustache[] = {
#embed "../../themes/default/templates/coverage.mustache"
};
static const unsigned char templates_diagram_mustache[] = {
#embed "../../themes/default/templates/diagram.mustache"
};
static const unsigned char templates_group_mustache[] = {
#embed "../../themes/default/templates/group.mustache"
};
static const unsigned char templates_handoffs_mustache[] = {
#embed "../../themes/default/templates/handoffs.mustache"
};
static const unsigned char templates_heading_mustache[] = {
#embed "../../themes/default/templates/heading.mustache"
};
static const unsigned char templates_health_mustache[] = {
#embed "../../themes/default/templates/health.mustache"
};
static const unsigned char templates_home_mustache[] = {
#embed "../../themes/default/templates/home.mustache"
};
static const unsigned char templates_index_mustache[] = {
#embed "../../themes/default/templates/index.mustache"
};
static const unsigned char templates_labels_mustache[] = {
#embed "../../themes/default/templates/labels.mustache"
};
static const unsigned char templates_layout_mustache[] = {
#embed "../../themes/default/templates/layout.mustache"
};
static const unsigned char templates_names_mustache[] = {
#embed "../../themes/default/templates/names.mustache"
};
static const unsigned char templates_navigation_mustache[] = {
#embed "../../themes/default/templates/navigation.mustache"
};
static const unsigned char templates_page_mustache[] = {
#embed "../../themes/default/templates/page.mustache"
};
static const unsigned char templates_passed_mustache[] = {
#embed "../../themes/default/templates/passed.mustache"
};
static const unsigned char templates_persona_mustache[] = {
#embed "../../themes/default/templates/persona.mustache"
};
static const unsigned char templates_reference_mustache[] = {
#embed "../../themes/default/templates/reference.mustache"
};
static const unsigned char templates_references_mustache[] = {
#embed "../../themes/default/templates/references.mustache"
};
static const unsigned char templates_tail_mustache[] = {
#embed "../../themes/default/templates/tail.mustache"
};
static const unsigned char templates_task_mustache[] = {
#embed "../../themes/default/templates/task.mustache"
};
static const unsigned char templates_template_mustache[] = {
#embed "../../themes/default/templates/template.mustache"
};

static const EmbeddedFile files[] = {
  EMBEDDED_FILE("static/diagram.css", static_diagram_css),
  EMBEDDED_FILE("static/favicon.svg", static_favicon_svg),
  EMBEDDED_FILE("static/theme.css", static_theme_css),
  EMBEDDED_FILE("static/theme.js", static_theme_js),
  EMBEDDED_FILE("templates/404.mustache", templates_404_mustache),
  EMBEDDED_FILE("templates/chains.mustache", templates_chains_mustache),
  EMBEDDED_FILE("templates/checklist.mustache", templates_checklist_mustache),
  EMBEDDED_FILE("templates/coverage.mustache", templates_coverage_mustache),
  EMBEDDED_FILE("templates/diagram.mustache", templates_diagram_mustache),
  EMBEDDED_FILE("templates/group.mustache", templates_group_mustache),
  EMBEDDED_FILE("templates/handoffs.mustache", templates_handoffs_mustache),
  EMBEDDED_FILE("templates/heading.mustache", templates_heading_mustache),
  EMBEDDED_FILE("templates/health.mustache", templates_health_mustache),
  EMBEDDED_FILE("templates/home.mustache", templates_home_mustache),
  EMBEDDED_FILE("templates/index.mustache", templates_index_mustache),
  EMBEDDED_FILE("templates/labels.mustache", templates_labels_mustache),
  EMBEDDED_FILE("templates/layout.mustache", templates_layout_mustache),
  EMBEDDED_FILE("templates/names.mustache", templates_names_mustache),
  EMBEDDED_FILE("templates/navigation.mustache", templates_navigation_mustache),
  EMBEDDED_FILE("templates/page.mustache", templates_page_mustache),
  EMBEDDED_FILE("templates/passed.mustache", templates_passed_mustache),
  EMBEDDED_FILE("templates/persona.mustache", templates_persona_mustache),
  EMBEDDED_FILE("templates/reference.mustache", templates_reference_mustache),
  EMBEDDED_FILE("templates/references.mustache", templates_references_mustache),
  EMBEDDED_FILE("templates/tail.mustache", templates_tail_mustache),
  EMBEDDED_FILE("templates/task.mustache", templates_task_mustache),
  EMBEDDED_FILE("templates/template.mustache", templates_template_mustache),
};

EmbeddedFolder default_theme(void) { return (EmbeddedFolder){files, sizeof files / sizeof files[0]}; }
