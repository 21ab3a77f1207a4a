# R's survey on the designs of TestToolEstimateAgainstROnOddDesigns: Rscript odd.R DIR writes DIR/r.csv, a line
# design,key,value for each figure R has. Domains and missing values are subsets of the whole design.
suppressMessages(library(survey)); dir <- commandArgs(TRUE)
plan <- read.csv(file.path(dir, "plan.csv"), colClasses = "character"); out <- file(file.path(dir, "r.csv"), "w")
put <- function(id, key, v) for (i in seq_along(v)) cat(sprintf("%s,%s %d,%.17g\n", id, key, i, as.numeric(v[i])), file = out)
try1 <- function(e) tryCatch(suppressWarnings(e), error = function(x) NULL)
for (k in seq_len(nrow(plan))) {
  p <- plan[k, ]; d <- read.csv(file.path(dir, paste0(p$id, ".csv")), stringsAsFactors = FALSE, encoding = "UTF-8")
  options(survey.lonely.psu = p$lonely)
  for (v in c("g", "h")) d[[v]] <- factor(d[[v]], sort(unique(d[[v]])))
  ids <- as.formula(p$ids); strata <- if (p$strata == "") NULL else as.formula(p$strata); fpc <- if (p$fpc == "") NULL else as.formula(p$fpc)
  s <- svydesign(ids = ids, strata = strata, weights = ~w, fpc = fpc, nest = TRUE, data = d)
  a <- subset(s, !is.na(y) & !is.na(g))
  full <- subset(s, !is.na(y))
  put(p$id, "mean", c(coef(m <- svymean(~y, full)), SE(m))); put(p$id, "total", c(coef(m <- svytotal(~y, full)), SE(m)))
  x <- subset(s, !is.na(y) & !is.na(x)); put(p$id, "ratio", c(coef(m <- svyratio(~y, ~x, x)), SE(m)))
  for (l in levels(d$g)) {
    b <- subset(a, g == l); m <- try1(svymean(~y, b)); if (!is.null(m)) put(p$id, paste("by", l), c(coef(m), SE(m), degf(b)))
  }
  m <- try1(svyby(~y, ~g, a, svymean, covmat = TRUE)); l <- levels(d$g)
  if (!is.null(m)) { c1 <- try1(svycontrast(m, setNames(c(1, -1), l[1:2]))); if (!is.null(c1)) put(p$id, "contrast", c(coef(c1), SE(c1))) }
  m <- try1(svymean(~h, subset(s, !is.na(h)))); if (!is.null(m)) put(p$id, "prop", c(coef(m), SE(m)))
  m <- try1(svychisq(~g + h, subset(s, !is.na(g) & !is.na(h)))); if (!is.null(m)) put(p$id, "chisq", c(m$statistic, m$p.value))
  z <- subset(s, !is.na(y) & !is.na(x) & !is.na(h)); m <- try1(svyglm(y ~ x + h, z)); if (!is.null(m)) put(p$id, "lm", c(coef(m), SE(m)))
  m <- try1(svyglm(u ~ x, subset(s, !is.na(x)), family = quasibinomial, control = glm.control(epsilon = 1e-14, maxit = 100)))
  if (!is.null(m) && max(abs(coef(m))) < 15) put(p$id, "logit", c(coef(m), SE(m)))
  if (p$calibrate != "") {
    f <- read.csv(file.path(dir, p$calibrate)); h <- f[f$variable == "h", ]
    ps <- postStratify(s, ~h, data.frame(h = h$level, Freq = h$total)); put(p$id, "post", c(coef(m <- svymean(~y, ps, na.rm = TRUE)), SE(m)))
  }
}
close(out)
