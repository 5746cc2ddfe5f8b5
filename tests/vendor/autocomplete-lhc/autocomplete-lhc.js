var Def = (() => {
  var __getOwnPropNames = Object.getOwnPropertyNames;
  var __commonJS = (cb, mod) => function __require() {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  };

  // source/prototype_api.js
  var require_prototype_api = __commonJS({
    "source/prototype_api.js"(exports, module) {
      if (typeof Def2 === "undefined")
        var Def2 = {};
      Def2.PrototypeAPI = (function() {
        "use strict";
        var $break = {};
        function $A(iterable) {
          if (!iterable) return [];
          if ("toArray" in Object(iterable)) return iterable.toArray();
          var length = iterable.length || 0, results = new Array(length);
          while (length--) results[length] = iterable[length];
          return results;
        }
        function $(id) {
          var rtn = id;
          if (Def2.PrototypeAPI.isString(id))
            rtn = document.getElementById(id);
          return rtn;
        }
        var _toString = Object.prototype.toString;
        var Browser = (function() {
          var ua = typeof navigator !== "undefined" ? navigator.userAgent : false;
          var isOpera = Object.prototype.toString.call(window.opera) == "[object Opera]";
          return {
            IE: !!window.attachEvent && !isOpera,
            Opera: isOpera,
            WebKit: ua && ua.indexOf("AppleWebKit/") > -1,
            Gecko: ua && ua.indexOf("Gecko") > -1 && ua.indexOf("KHTML") === -1,
            MobileSafari: ua && /Apple.*Mobile/.test(ua)
          };
        })();
        function isFunction(obj) {
          return _toString.call(obj) === "[object Function]";
        }
        function isString(object) {
          return _toString.call(object) === "[object String]";
        }
        function isArray(object) {
          return _toString.call(object) === "[object Array]";
        }
        function functionArgumentNames(f) {
          var names = f.toString().match(/^[\s\(]*function[^(]*\(([^)]*)\)/)[1].replace(/\/\/.*?[\r\n]|\/\*(?:.|[\r\n])*?\*\//g, "").replace(/\s+/g, "").split(",");
          return names.length == 1 && !names[0] ? [] : names;
        }
        function extend(destination, source) {
          for (var property2 in source)
            destination[property2] = source[property2];
          return destination;
        }
        function K(a) {
          return a;
        }
        var Class = (function() {
          var IS_DONTENUM_BUGGY = (function() {
            for (var p in { toString: 1 }) {
              if (p === "toString") return false;
            }
            return true;
          })();
          function subclass() {
          }
          ;
          function create() {
            var parent = null, properties = $A(arguments);
            if (isFunction(properties[0]))
              parent = properties.shift();
            function klass() {
              this.initialize.apply(this, arguments);
            }
            extend(klass, Class.Methods);
            klass.superclass = parent;
            klass.subclasses = [];
            if (parent) {
              subclass.prototype = parent.prototype;
              klass.prototype = new subclass();
              parent.subclasses.push(klass);
            }
            for (var i = 0, length = properties.length; i < length; i++)
              klass.addMethods(properties[i]);
            if (!klass.prototype.initialize)
              klass.prototype.initialize = function() {
              };
            klass.prototype.constructor = klass;
            return klass;
          }
          function addMethods(source) {
            var ancestor = this.superclass && this.superclass.prototype, properties = Object.keys(source);
            if (IS_DONTENUM_BUGGY) {
              if (source.toString != Object.prototype.toString)
                properties.push("toString");
              if (source.valueOf != Object.prototype.valueOf)
                properties.push("valueOf");
            }
            for (var i = 0, length = properties.length; i < length; i++) {
              var property2 = properties[i], value = source[property2];
              if (ancestor && isFunction(value) && functionArgumentNames(value)[0] == "$super") {
                var method = value;
                value = (/* @__PURE__ */ (function(m) {
                  return function() {
                    return ancestor[m].apply(this, arguments);
                  };
                })(property2)).wrap(method);
                value.valueOf = /* @__PURE__ */ (function(method2) {
                  return function() {
                    return method2.valueOf.call(method2);
                  };
                })(method);
                value.toString = /* @__PURE__ */ (function(method2) {
                  return function() {
                    return method2.toString.call(method2);
                  };
                })(method);
              }
              this.prototype[property2] = value;
            }
            return this;
          }
          return {
            create,
            Methods: {
              addMethods
            }
          };
        })();
        var Enumerable = /* @__PURE__ */ (function() {
          function each(iterator, context) {
            try {
              this._each(iterator, context);
            } catch (e) {
              if (e != $break) throw e;
            }
            return this;
          }
          function eachSlice(number, iterator, context) {
            var index = -number, slices = [], array = this.toArray();
            if (number < 1) return array;
            while ((index += number) < array.length)
              slices.push(array.slice(index, index + number));
            return slices.collect(iterator, context);
          }
          function all(iterator, context) {
            iterator = iterator || K;
            var result = true;
            this.each(function(value, index) {
              result = result && !!iterator.call(context, value, index, this);
              if (!result) throw $break;
            }, this);
            return result;
          }
          function any(iterator, context) {
            iterator = iterator || K;
            var result = false;
            this.each(function(value, index) {
              if (result = !!iterator.call(context, value, index, this))
                throw $break;
            }, this);
            return result;
          }
          function collect(iterator, context) {
            iterator = iterator || K;
            var results = [];
            this.each(function(value, index) {
              results.push(iterator.call(context, value, index, this));
            }, this);
            return results;
          }
          function detect(iterator, context) {
            var result;
            this.each(function(value, index) {
              if (iterator.call(context, value, index, this)) {
                result = value;
                throw $break;
              }
            }, this);
            return result;
          }
          function findAll(iterator, context) {
            var results = [];
            this.each(function(value, index) {
              if (iterator.call(context, value, index, this))
                results.push(value);
            }, this);
            return results;
          }
          function grep(filter, iterator, context) {
            iterator = iterator || K;
            var results = [];
            if (Def2.PrototypeAPI.isString(filter))
              filter = new RegExp(RegExp.escape(filter));
            this.each(function(value, index) {
              if (filter.match(value))
                results.push(iterator.call(context, value, index, this));
            }, this);
            return results;
          }
          function include(object) {
            if (isFunction(this.indexOf) && this.indexOf(object) != -1)
              return true;
            var found = false;
            this.each(function(value) {
              if (value == object) {
                found = true;
                throw $break;
              }
            });
            return found;
          }
          function inGroupsOf(number, fillWith) {
            fillWith = Object.isUndefined(fillWith) ? null : fillWith;
            return this.eachSlice(number, function(slice) {
              while (slice.length < number) slice.push(fillWith);
              return slice;
            });
          }
          function inject(memo, iterator, context) {
            this.each(function(value, index) {
              memo = iterator.call(context, memo, value, index, this);
            }, this);
            return memo;
          }
          function invoke(method) {
            var args = $A(arguments).slice(1);
            return this.map(function(value) {
              return value[method].apply(value, args);
            });
          }
          function max(iterator, context) {
            iterator = iterator || K;
            var result;
            this.each(function(value, index) {
              value = iterator.call(context, value, index, this);
              if (result == null || value >= result)
                result = value;
            }, this);
            return result;
          }
          function min(iterator, context) {
            iterator = iterator || K;
            var result;
            this.each(function(value, index) {
              value = iterator.call(context, value, index, this);
              if (result == null || value < result)
                result = value;
            }, this);
            return result;
          }
          function partition(iterator, context) {
            iterator = iterator || K;
            var trues = [], falses = [];
            this.each(function(value, index) {
              (iterator.call(context, value, index, this) ? trues : falses).push(value);
            }, this);
            return [trues, falses];
          }
          function pluck(property2) {
            var results = [];
            this.each(function(value) {
              results.push(value[property2]);
            });
            return results;
          }
          function reject(iterator, context) {
            var results = [];
            this.each(function(value, index) {
              if (!iterator.call(context, value, index, this))
                results.push(value);
            }, this);
            return results;
          }
          function sortBy(iterator, context) {
            return this.map(function(value, index) {
              return {
                value,
                criteria: iterator.call(context, value, index, this)
              };
            }, this).sort(function(left, right) {
              var a = left.criteria, b = right.criteria;
              return a < b ? -1 : a > b ? 1 : 0;
            }).pluck("value");
          }
          function toArray() {
            return this.map();
          }
          function zip() {
            var args = $A(arguments);
            var collections = [this].concat(args).map($A);
            return this.map(function(value, index) {
              var rtn = [];
              for (var i = 0, len = collections.length; i < len; ++i)
                rtn.push(collections[i][index]);
              return rtn;
            });
          }
          function size() {
            return this.toArray().length;
          }
          function inspect() {
            return "#<Enumerable:" + this.toArray().inspect() + ">";
          }
          return {
            each,
            eachSlice,
            all,
            every: all,
            any,
            some: any,
            collect,
            map: collect,
            detect,
            findAll,
            select: findAll,
            filter: findAll,
            grep,
            include,
            member: include,
            inGroupsOf,
            inject,
            invoke,
            max,
            min,
            partition,
            pluck,
            reject,
            sortBy,
            toArray,
            entries: toArray,
            zip,
            size,
            inspect,
            find: detect
          };
        })();
        function toQueryParams(search) {
          var separator = "&";
          var match = search.trim().match(/([^?#]*)(#.*)?$/);
          if (!match) return {};
          var keyValPairs = match[1].split(separator || "&");
          var rtn = {};
          for (var i = 0, len = keyValPairs.length; i < len; ++i) {
            var pair = keyValPairs[i];
            if ((pair = pair.split("="))[0]) {
              var key = decodeURIComponent(pair.shift()), value = pair.length > 1 ? pair.join("=") : pair[0];
              if (value != void 0) {
                value = value.gsub("+", " ");
                value = decodeURIComponent(value);
              }
              if (key in hash) {
                if (!this.isArray(hash[key])) hash[key] = [hash[key]];
                hash[key].push(value);
              } else hash[key] = value;
            }
          }
          return rtn;
        }
        function escapeAttribute(val) {
          return val.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(
            /'/g,
            "&#39;"
          ).replace(/</g, "&lt;").replace(/>/g, "&gt;");
        }
        var Styles = {
          /* See PrototypeJS API */
          setOpacity: function(element, value) {
            element = $(element);
            if (value == 1 || value === "") value = "";
            else if (value < 1e-5) value = 0;
            element.style.opacity = value;
            return element;
          },
          /* See PrototypeJS API */
          setStyle: function(element, styles) {
            element = $(element);
            var elementStyle = element.style, match;
            if (Def2.PrototypeAPI.isString(styles)) {
              elementStyle.cssText += ";" + styles;
              if (styles.include("opacity")) {
                var opacity = styles.match(/opacity:\s*(\d?\.?\d*)/)[1];
                Def2.PrototypeAPI.setOpacity(element, opacity);
              }
              return element;
            }
            for (var property2 in styles) {
              if (property2 === "opacity") {
                Def2.PrototypeAPI.setOpacity(element, styles[property2]);
              } else {
                var value = styles[property2];
                if (property2 === "float" || property2 === "cssFloat") {
                  property2 = elementStyle.styleFloat === void 0 ? "cssFloat" : "styleFloat";
                }
                elementStyle[property2] = value;
              }
            }
            return element;
          },
          /* See PrototypeJS API */
          getStyle: function(element, style) {
            element = $(element);
            var value = element.style[style];
            if (!value || value === "auto") {
              var css = document.defaultView.getComputedStyle(element, null);
              value = css ? css[style] : null;
            }
            if (style === "opacity") return value ? parseFloat(value) : 1;
            return value === "auto" ? null : value;
          },
          /**
               *  Stores data about an element
          
              /* See PrototypeJS API */
          makePositioned: function(element) {
            element = $(element);
            var position = Def2.PrototypeAPI.getStyle(element, "position"), styles = {};
            if (position === "static" || !position) {
              styles.position = "relative";
              if (Def2.PrototypeAPI.Browser.Opera) {
                styles.top = 0;
                styles.left = 0;
              }
              Def2.PrototypeAPI.setStyle(element, styles);
              element.dataset.prototypeMadePositioned = "";
            }
            return element;
          },
          /* See PrototypeJS API */
          undoPositioned: function(element) {
            element = $(element);
            var madePositioned = "prototypeMadePositioned" in element.dataset;
            if (madePositioned) {
              delete element.dataset.prototypeMadePositioned;
              Def2.PrototypeAPI.setStyle(element, {
                position: "",
                top: "",
                bottom: "",
                left: "",
                right: ""
              });
            }
            return element;
          }
        };
        return {
          $,
          Class,
          Enumerable,
          isString,
          isArray,
          Browser,
          parseQuery: toQueryParams,
          escapeHTML: escapeAttribute,
          escapeAttribute,
          getStyle: Styles.getStyle,
          setStyle: Styles.setStyle,
          makePositioned: Styles.makePositioned,
          undoPositioned: Styles.undoPositioned,
          $A
        };
      })();
      if (typeof module !== "undefined")
        module.exports = Def2.PrototypeAPI;
    }
  });

  // source/polyfill.js
  var require_polyfill = __commonJS({
    "source/polyfill.js"() {
      if (typeof Object.assign != "function") {
        (function() {
          Object.assign = function(target) {
            "use strict";
            if (target === void 0 || target === null) {
              throw new TypeError("Cannot convert undefined or null to object");
            }
            var output = Object(target);
            for (var index = 1; index < arguments.length; index++) {
              var source = arguments[index];
              if (source !== void 0 && source !== null) {
                for (var nextKey in source) {
                  if (source.hasOwnProperty(nextKey)) {
                    output[nextKey] = source[nextKey];
                  }
                }
              }
            }
            return output;
          };
        })();
      }
      String.prototype.trimLeft = function() {
        var start = -1;
        while (this.charCodeAt(++start) < 33) ;
        return this.slice(start, this.length);
      };
    }
  });

  // source/jqueryLite.js
  var require_jqueryLite = __commonJS({
    "source/jqueryLite.js"(exports, module) {
      (function() {
        function initJqueryLite(Def2) {
          Def2.jqueryLite = (function() {
            "use strict";
            return {
              ui: {
                keyCode: {
                  BACKSPACE: 8,
                  COMMA: 188,
                  DELETE: 46,
                  DOWN: 40,
                  END: 35,
                  ENTER: 13,
                  ESCAPE: 27,
                  HOME: 36,
                  LEFT: 37,
                  PAGE_DOWN: 34,
                  PAGE_UP: 33,
                  PERIOD: 190,
                  RIGHT: 39,
                  SPACE: 32,
                  TAB: 9,
                  UP: 38
                }
              },
              /**
               * equivalent of jQuery offset().
               * @param elem HTML element
               * @return {{top: *, left: *}}
               */
              getElementOffset: function(elem) {
                const rect = elem.getBoundingClientRect();
                const win = elem.ownerDocument.defaultView;
                return {
                  top: rect.top + win.pageYOffset,
                  left: rect.left + win.pageXOffset
                };
              },
              /**
               * equivalent of jQuery ajax().
               * @param url could be absolute url, or relative url path that starts with '/'
               * @param options
               * @param options.data an object containing query params for the request
               * @param options.complete a callback function to be executed after the request is finished
               * @return {XMLHttpRequest}
               */
              ajax: function(url, options) {
                if (url.startsWith("/")) {
                  url = window.location.origin + url;
                }
                const urlObject = new URL(url);
                if (options.data) {
                  for (const [key, value] of Object.entries(options.data)) {
                    urlObject.searchParams.set(key, value);
                  }
                }
                const r = new XMLHttpRequest();
                r.open("GET", urlObject.toString(), true);
                r.onreadystatechange = function() {
                  if (r.readyState === 4) {
                    options.complete(r);
                  }
                };
                r.send();
                return r;
              },
              /**
               * Same as ajax() above except it's wrapped in a Promise.
               * It doesn't take options.complete as it returns a Promise.
               * @param url could be absolute url, or relative url path that starts with '/'
               * @param options
               * @param options.data an object containing query params for the request
               * @return a Promise that resolves when the XMLHttpRequest is finished
               */
              ajaxAsPromise: function(url, options) {
                return new Promise((resolve, reject) => {
                  if (url.startsWith("/")) {
                    url = window.location.origin + url;
                  }
                  const urlObject = new URL(url);
                  if (options.data) {
                    for (const [key, value] of Object.entries(options.data)) {
                      urlObject.searchParams.set(key, value);
                    }
                  }
                  const r = new XMLHttpRequest();
                  r.open("GET", urlObject.toString(), true);
                  r.onreadystatechange = function() {
                    if (r.readyState === 4) {
                      resolve(r);
                    }
                  };
                  r.onerror = () => reject("Network Error");
                  r.send();
                });
              }
            };
          })();
        }
        if (typeof module !== "undefined")
          module.exports = initJqueryLite;
        else
          initJqueryLite(Def);
      })();
    }
  });

  // source/effects.js
  var require_effects = __commonJS({
    "source/effects.js"(exports, module) {
      if (typeof Def2 === "undefined")
        var Def2 = {};
      (function() {
        function initEffects($, Def3) {
          "use strict";
          var Class = Def3.PrototypeAPI.Class;
          var Enumerable = Def3.PrototypeAPI.Enumerable;
          var $A = Def3.PrototypeAPI.$A;
          var isString = Def3.PrototypeAPI.isString;
          var Effect = {
            _elementDoesNotExistError: {
              name: "ElementDoesNotExistError",
              message: "The specified DOM element does not exist, but is required for this effect to operate"
            },
            Transitions: {
              linear: function(a) {
                return a;
              },
              // identity function
              sinoidal: function(pos) {
                return -Math.cos(pos * Math.PI) / 2 + 0.5;
              },
              reverse: function(pos) {
                return 1 - pos;
              },
              flicker: function(pos) {
                var pos = -Math.cos(pos * Math.PI) / 4 + 0.75 + Math.random() / 4;
                return pos > 1 ? 1 : pos;
              },
              wobble: function(pos) {
                return -Math.cos(pos * Math.PI * (9 * pos)) / 2 + 0.5;
              },
              pulse: function(pos, pulses) {
                return -Math.cos(pos * ((pulses || 5) - 0.5) * 2 * Math.PI) / 2 + 0.5;
              },
              spring: function(pos) {
                return 1 - Math.cos(pos * 4.5 * Math.PI) * Math.exp(-pos * 6);
              },
              none: function(pos) {
                return 0;
              },
              full: function(pos) {
                return 1;
              }
            },
            DefaultOptions: {
              duration: 1,
              // seconds
              fps: 100,
              // 100= assume 66fps max.
              sync: false,
              // true for combining
              from: 0,
              to: 1,
              delay: 0,
              queue: "parallel"
            }
          };
          Effect.DefaultOptions.transition = Effect.Transitions.sinoidal;
          Effect.ScopedQueue = Class.create(Enumerable, {
            initialize: function() {
              this.effects = [];
              this.interval = null;
            },
            _each: function(iterator) {
              this.effects._each(iterator);
            },
            add: function(effect) {
              var timestamp = (/* @__PURE__ */ new Date()).getTime();
              var position = isString(effect.options.queue) ? effect.options.queue : effect.options.queue.position;
              switch (position) {
                case "front":
                  this.effects.findAll(function(e) {
                    return e.state == "idle";
                  }).each(function(e) {
                    e.startOn += effect.finishOn;
                    e.finishOn += effect.finishOn;
                  });
                  break;
                case "with-last":
                  timestamp = this.effects.pluck("startOn").max() || timestamp;
                  break;
                case "end":
                  timestamp = this.effects.pluck("finishOn").max() || timestamp;
                  break;
              }
              effect.startOn += timestamp;
              effect.finishOn += timestamp;
              if (!effect.options.queue.limit || this.effects.length < effect.options.queue.limit)
                this.effects.push(effect);
              if (!this.interval)
                this.interval = setInterval(this.loop.bind(this), 15);
            },
            remove: function(effect) {
              var i;
              while ((i = this.effects.indexOf(effect)) > -1)
                this.effects.splice(i, 1);
              if (this.effects.length == 0) {
                clearInterval(this.interval);
                this.interval = null;
              }
            },
            loop: function() {
              var timePos = (/* @__PURE__ */ new Date()).getTime();
              for (var i = 0, len = this.effects.length; i < len; i++)
                this.effects[i] && this.effects[i].loop(timePos);
            }
          });
          Effect.Queues = {
            instances: {},
            get: function(queueName) {
              if (!isString(queueName)) return queueName;
              return this.instances[queueName] || (this.instances[queueName] = new Effect.ScopedQueue());
            }
          };
          Effect.Queue = Effect.Queues.get("global");
          Effect.Base = Class.create({
            position: null,
            start: function(options) {
              if (options && options.transition === false) options.transition = Effect.Transitions.linear;
              this.options = Object.assign(Object.assign({}, Effect.DefaultOptions), options || {});
              this.currentFrame = 0;
              this.state = "idle";
              this.startOn = this.options.delay * 1e3;
              this.finishOn = this.startOn + this.options.duration * 1e3;
              this.fromToDelta = this.options.to - this.options.from;
              this.totalTime = this.finishOn - this.startOn;
              this.totalFrames = this.options.fps * this.options.duration;
              this.render = /* @__PURE__ */ (function() {
                function dispatch(effect, eventName) {
                  if (effect.options[eventName + "Internal"])
                    effect.options[eventName + "Internal"](effect);
                  if (effect.options[eventName])
                    effect.options[eventName](effect);
                }
                return function(pos) {
                  if (this.state === "idle") {
                    this.state = "running";
                    dispatch(this, "beforeSetup");
                    if (this.setup) this.setup();
                    dispatch(this, "afterSetup");
                  }
                  if (this.state === "running") {
                    pos = this.options.transition(pos) * this.fromToDelta + this.options.from;
                    this.position = pos;
                    dispatch(this, "beforeUpdate");
                    if (this.update) this.update(pos);
                    dispatch(this, "afterUpdate");
                  }
                };
              })();
              this.event("beforeStart");
              if (!this.options.sync)
                Effect.Queues.get(isString(this.options.queue) ? "global" : this.options.queue.scope).add(this);
            },
            loop: function(timePos) {
              if (timePos >= this.startOn) {
                if (timePos >= this.finishOn) {
                  this.render(1);
                  this.cancel();
                  this.event("beforeFinish");
                  if (this.finish) this.finish();
                  this.event("afterFinish");
                  return;
                }
                var pos = (timePos - this.startOn) / this.totalTime, frame = Math.round(pos * this.totalFrames);
                if (frame > this.currentFrame) {
                  this.render(pos);
                  this.currentFrame = frame;
                }
              }
            },
            cancel: function() {
              if (!this.options.sync)
                Effect.Queues.get(isString(this.options.queue) ? "global" : this.options.queue.scope).remove(this);
              this.state = "finished";
            },
            event: function(eventName) {
              if (this.options[eventName + "Internal"]) this.options[eventName + "Internal"](this);
              if (this.options[eventName]) this.options[eventName](this);
            },
            inspect: function() {
              var data = $H();
              for (property in this)
                if (!Object.isFunction(this[property])) data.set(property, this[property]);
              return "#<Effect:" + data.inspect() + ",options:" + $H(this.options).inspect() + ">";
            }
          });
          Effect.Move = Class.create(Effect.Base, {
            initialize: function(element) {
              this.element = $(element);
              if (!this.element) throw Effect._elementDoesNotExistError;
              var options = Object.assign({
                x: 0,
                y: 0,
                mode: "relative"
              }, arguments[1] || {});
              this.start(options);
            },
            setup: function() {
              Def3.PrototypeAPI.makePositioned(this.element);
              var dpapi = Def3.PrototypeAPI;
              this.originalLeft = parseFloat(dpapi.getStyle(this.element, "left") || "0");
              this.originalTop = parseFloat(dpapi.getStyle(this.element, "top") || "0");
              if (this.options.mode == "absolute") {
                this.options.x = this.options.x - this.originalLeft;
                this.options.y = this.options.y - this.originalTop;
              }
            },
            update: function(position) {
              Def3.PrototypeAPI.setStyle(this.element, {
                left: Math.round(this.options.x * position + this.originalLeft) + "px",
                top: Math.round(this.options.y * position + this.originalTop) + "px"
              });
            }
          });
          Effect.Shake = function(element) {
            element = $(element);
            var options = Object.assign({
              distance: 20,
              duration: 0.5
            }, arguments[1] || {});
            var distance = parseFloat(options.distance);
            var split = parseFloat(options.duration) / 10;
            var offset = Def3.jqueryLite.getElementOffset(element);
            var dpapi = Def3.PrototypeAPI;
            var oldStyle = {
              top: offset.top,
              left: offset.left
            };
            return new Effect.Move(
              element,
              { x: distance, y: 0, duration: split, afterFinishInternal: function(effect) {
                new Effect.Move(
                  effect.element,
                  { x: -distance * 2, y: 0, duration: split * 2, afterFinishInternal: function(effect2) {
                    new Effect.Move(
                      effect2.element,
                      { x: distance * 2, y: 0, duration: split * 2, afterFinishInternal: function(effect3) {
                        new Effect.Move(
                          effect3.element,
                          { x: -distance * 2, y: 0, duration: split * 2, afterFinishInternal: function(effect4) {
                            new Effect.Move(
                              effect4.element,
                              { x: distance * 2, y: 0, duration: split * 2, afterFinishInternal: function(effect5) {
                                new Effect.Move(
                                  effect5.element,
                                  { x: -distance, y: 0, duration: split, afterFinishInternal: function(effect6) {
                                    dpapi.setStyle(dpapi.undoPositioned(effect6.element), oldStyle);
                                  } }
                                );
                              } }
                            );
                          } }
                        );
                      } }
                    );
                  } }
                );
              } }
            );
          };
          Def3.Effect = Effect;
        }
        if (typeof module !== "undefined")
          module.exports = initEffects;
        else
          initEffects(Def2.PrototypeAPI.$, Def2);
      })();
    }
  });

  // source/effectScroll.js
  var require_effectScroll = __commonJS({
    "source/effectScroll.js"(exports, module) {
      (function() {
        function initEffectScroll(PrototypeAPI, Effect) {
          "use strict";
          var Class = PrototypeAPI.Class;
          var $ = PrototypeAPI.$;
          function scrollTo(element, left, top) {
            var element = $(element);
            if (arguments.length == 1) {
              var pos = element.cumulativeOffset();
              window.scrollTo(pos[0], pos[1]);
            } else {
              element.scrollLeft = left;
              element.scrollTop = top;
            }
            return element;
          }
          ;
          Effect.Scroll = Class.create();
          Object.assign(Object.assign(Effect.Scroll.prototype, Effect.Base.prototype), {
            /**
             *  Returns the current scroll position of element.
             */
            currentScrollPos: function(element) {
              var scrollOffsets;
              if (this.element === window)
                scrollOffsets = document.viewport.getScrollOffsets();
              else {
                if (this.element === document.documentElement && document.documentElement.scrollTop === 0 && document.documentElement.scrollLeft === 0) {
                  scrollOffsets = { left: document.body.scrollLeft, top: document.body.scrollTop };
                } else
                  scrollOffsets = { left: this.element.scrollLeft, top: this.element.scrollTop };
              }
              return scrollOffsets;
            },
            initialize: function(element) {
              this.element = $(element);
              if (!this.element) throw Effect._elementDoesNotExistError;
              var originalScrollPos = this.currentScrollPos(element);
              var shift = Object.assign({ x: 0, y: 0 }, arguments[1] || {});
              var targetPos = { x: originalScrollPos.left + shift.x, y: originalScrollPos.top + shift.y };
              this.start(targetPos);
            },
            setup: function() {
            },
            update: function(pos) {
              var current = this.currentScrollPos(this.element);
              var left = Math.round((this.options.x - current.left) * pos + current.left);
              var top = Math.round((this.options.y - current.top) * pos + current.top);
              scrollTo(this.element, left, top);
              if (this.element === document.documentElement)
                scrollTo(document.body, left, top);
            }
          });
        }
        if (typeof module !== "undefined")
          module.exports = initEffectScroll;
        else
          initEffectScroll(Def.PrototypeAPI, Def.Effect);
      })();
    }
  });

  // source/event.simulate.js
  var require_event_simulate = __commonJS({
    "source/event.simulate.js"(exports, module) {
      (function() {
        function initSimulate($, Def2) {
          "use strict";
          var eventMatchers = {
            "HTMLEvents": /^(?:load|unload|abort|error|select|change|submit|reset|focus|blur|resize|scroll)$/,
            "MouseEvents": /^(?:click|mouse(?:down|up|over|move|out))$/
          };
          var defaultOptions = {
            pointerX: 0,
            pointerY: 0,
            button: 0,
            ctrlKey: false,
            altKey: false,
            shiftKey: false,
            metaKey: false,
            bubbles: true,
            cancelable: true
          };
          Def2.Event = {};
          Def2.Event.simulate = function(element, eventName) {
            var options = Object.assign(defaultOptions, arguments[2] || {});
            var oEvent, eventType = null;
            element = $(element);
            for (var name in eventMatchers) {
              if (eventMatchers[name].test(eventName)) {
                eventType = name;
                break;
              }
            }
            if (!eventType)
              throw new SyntaxError("Only HTMLEvents and MouseEvents interfaces are supported");
            if (document.createEvent) {
              oEvent = document.createEvent(eventType);
              if (eventType == "HTMLEvents") {
                oEvent.initEvent(eventName, options.bubbles, options.cancelable);
              } else {
                oEvent.initMouseEvent(
                  eventName,
                  options.bubbles,
                  options.cancelable,
                  document.defaultView,
                  options.button,
                  options.pointerX,
                  options.pointerY,
                  options.pointerX,
                  options.pointerY,
                  options.ctrlKey,
                  options.altKey,
                  options.shiftKey,
                  options.metaKey,
                  options.button,
                  element
                );
              }
              element.dispatchEvent(oEvent);
            } else {
              options.clientX = options.pointerX;
              options.clientY = options.pointerY;
              oEvent = Object.assign(document.createEventObject(), options);
              element.fireEvent("on" + eventName, oEvent);
            }
            return element;
          };
        }
        if (typeof module !== "undefined")
          module.exports = initSimulate;
        else
          initSimulate(Def.PrototypeAPI.$, Def);
      })();
    }
  });

  // source/observable.js
  var require_observable = __commonJS({
    "source/observable.js"(exports, module) {
      if (typeof Def2 === "undefined")
        var Def2 = {};
      (function() {
        function initObservable(Def3) {
          "use strict";
          Def3.Observable = {
            /**
             *  Storage of callback functions.  Null means there are no callbacks
             *  registered.
             */
            callbacks_: null,
            /**
             *  Runs the callbacks for the given event.  (This is meant for internal
             *  use by the autocompleter code; other code should not call it.)
             *  The callbacks are run in a timeout so that normal operation of the
             *  autocompleter can continue.
             * @param field the field on which the event occurred.  This
             *  can be null for certain types of events (for which storeCallback
             *  was called with null).
             * @param eventType the type of event (e.g. 'LIST_EXP' for list expansions)
             * @param data a hash containing an event-specific data structure.  See the
             *  relevant "observe..." method for the details of what callbacks can expect.
             */
            notifyObservers: function(field, eventType, data) {
              if (this.callbacks_ !== null) {
                data["field_id"] = field ? field.id : null;
                setTimeout((function() {
                  var eventCallbacks = this.callbacks_[eventType];
                  if (eventCallbacks !== void 0) {
                    if (field !== null) {
                      var key = this.lookupKey(field);
                      var fieldEventCallbacks = eventCallbacks[key];
                    }
                    var allFieldEventCallbacks = eventCallbacks[null];
                    var allCallbacks = [fieldEventCallbacks, allFieldEventCallbacks];
                    for (var j = 0, maxJ = allCallbacks.length; j < maxJ; ++j) {
                      var callbackArray = allCallbacks[j];
                      if (callbackArray !== void 0) {
                        for (var i = 0, c = callbackArray.length; i < c; ++i) {
                          callbackArray[i].call(this, data);
                        }
                      }
                    }
                  }
                }).bind(this));
              }
            },
            /**
             *  Returns a lookup key for finding callbacks for the given field.
             *  This is overridable.  By default it returns the field's name (or if
             *  that is not present, the ID, but it
             *  could be something more general, e.g. a part of a field's ID that is shared
             *  by several fields so that an event observer can be easily registered on a
             *  set of similar fields.
             * @param field the field for which the lookup key is needed.
             */
            lookupKey: function(field) {
              return field.name || field.id;
            },
            /**
             *  Stores a callback function.  (This is meant for internal
             *  use by the classes that extend Observable; other code should not call it.)
             * @param fieldLookupKey the lookup key for the field which the callback is
             *  registered.  This could be the output of the lookupKey function.  If null
             *  is passed, the callback will be called anytime the event occurs on any
             *  field.
             * @param eventType The type of event for which the callback is to be called
             * @param callback the callback function
             * @return function - Returns a function which can be called to remove the callback from the event handlers
             * list.
             */
            storeCallback: function(fieldLookupKey, eventType, callback) {
              if (this.callbacks_ === null)
                this.callbacks_ = {};
              var listExpCallbacks = this.callbacks_[eventType];
              if (listExpCallbacks === void 0) {
                listExpCallbacks = {};
                this.callbacks_[eventType] = listExpCallbacks;
              }
              var fieldListExpCallbacks = listExpCallbacks[fieldLookupKey];
              if (fieldListExpCallbacks === void 0) {
                fieldListExpCallbacks = [];
                listExpCallbacks[fieldLookupKey] = fieldListExpCallbacks;
              }
              fieldListExpCallbacks.push(callback);
              return () => {
                this.removeCallback(fieldLookupKey, eventType, callback);
              };
            },
            /**
             *  Removes a callback function that was previously registered.
             * @param fieldLookupKey the lookup key for the field which the callback is
             *  registered.  This could be the output of the lookupKey function.
             * @param eventType The type of event for which the callback is to be called
             * @param callback the callback function to be removed
             */
            removeCallback: function(fieldLookupKey, eventType, callback) {
              if (this.callbacks_ !== null) {
                var typeCallbacks = this.callbacks_[eventType];
                if (typeCallbacks !== void 0) {
                  var fieldCallbacks = typeCallbacks[fieldLookupKey];
                  if (fieldCallbacks !== void 0) {
                    var callbackIndex = fieldCallbacks.indexOf(callback);
                    if (callbackIndex > -1) {
                      fieldCallbacks.splice(callbackIndex, 1);
                    }
                  }
                }
              }
            }
          };
        }
        ;
        if (typeof module !== "undefined")
          module.exports = initObservable;
        else
          initObservable(Def2);
      })();
    }
  });

  // source/screenReaderLog.js
  var require_screenReaderLog = __commonJS({
    "source/screenReaderLog.js"(exports, module) {
      (function() {
        function defineSCR(Def2) {
          "use strict";
          Def2.ScreenReaderLog = function(logID) {
            if (logID === void 0) {
              var baseID = "reader_log";
              var logID = baseID;
              var counter = 1;
              while (document.getElementById(logID))
                logID = baseID + ++counter;
              this.logElement_ = document.createElement("div");
              this.logElement_.setAttribute("id", logID);
              document.body.appendChild(this.logElement_);
            } else
              this.logElement_ = document.getElementById(logID);
            this.logElement_.setAttribute("aria-live", "assertive");
            this.logElement_.setAttribute("aria-relevant", "additions");
            this.logElement_.setAttribute("role", "log");
            this.logElement_.setAttribute("class", "screen_reader_only");
          };
          Def2.ScreenReaderLog.prototype = {
            /**
             *  Adds some text to the log to be read by the screen reader.
             * @param text the text to be read (hopefully immediately).  Note that at
             *  least with JAWS, sometimes the text isn't read if other things are
             *  happening at the same time.
             */
            add: function(text) {
              var p = document.createElement("p");
              p.appendChild(document.createTextNode(text));
              this.logElement_.appendChild(p);
            }
          };
          Def2.ScreenReaderLog.add = function(text) {
            if (!this.log_)
              this.log_ = new Def2.ScreenReaderLog("reader_log");
            this.log_.add(text);
          };
        }
        if (typeof module !== "undefined")
          module.exports = defineSCR;
        else
          defineSCR(Def);
      })();
    }
  });

  // source/recordDataRequester.js
  var require_recordDataRequester = __commonJS({
    "source/recordDataRequester.js"(exports, module) {
      if (typeof Def2 === "undefined")
        var Def2 = {};
      (function() {
        function defineRDR($, Def3) {
          "use strict";
          var Class = Def3.PrototypeAPI.Class;
          Def3.RecordDataRequester = Class.create();
          var tmp = {
            /**
             *  The HTML DOM form field element for which this instance
             *  will be retrieving additional data.
             */
            formField_: null,
            /**
             *  The code field (if present) associated with formField_
             */
            codeField_: null,
            /**
             *  The URL for getting additional data.
             */
            dataURL_: null,
            /**
             *  This is an array of target field names (e.g. patient_name) of fields whose
             *  values should be sent along with the formField's value when sending the
             *  request for additional data.  They are sent in the URL created for the
             *  ajax request, in the form fieldname=fieldvalue.
             */
            dataReqInput_: null,
            /**
             *  This is an array of target field names (e.g. patient_name) of fields whose
             *  values will be filled in following a data request.
             */
            dataReqOutput_: null,
            /**
             *  A hash of dataReqInput_ values (target field names) to
             *  the corresponding field objects.
             */
            inputFieldsHash_: null,
            /**
             *  A hash of dataReqOutput_ values (target field names) to
             *  arrays of the corresponding field objects.
             *
             *  Note that there can be more than one output field per target field
             *  name, as in the fetch rule form.  This would usually be when writing
             *  a value for a field in a horizontal table, where multiple lines exist and
             *  the field in each line must be updated.
             */
            outputFieldsHash_: null,
            /**
             *  It is important for the assignListData method to know whether this
             *  RecordDataRequester (RDR) has been previously used to fetch data.
             *  This keeps track of that.
             */
            noPriorDataReq_: true,
            /**
             *  The latest pending Ajax request (if any).
             */
            latestPendingAjaxRequest_: null,
            /**
             *  The field value at the time of the last data request.
             */
            lastFieldVal_: null,
            /**
             *  The hash of data returned in response to the last data request
             *  (made by this RecordDataRequester).
             */
            lastDataHash_: null,
            /**
             *  true if the output fields all in the same group as formField.  In this
             *  case, we can cache the output fields.
             */
            outputToSameGroup_: null,
            /*
             * a hash of hashes that represent the fields that should be checked
             * for list updating when the value of the field changes.  Each hash
             * key represents an output field - which should be one of the field
             * names in the outputFieldsHash_.  The value of each hash element should
             * be a hash whose key is a condition string and whose value is the
             * autocompleter whose list should be updated if the condition is met.
             *
             * autoCompUpdateList_{outputFieldA: {update_condition_a: [ac1,ac2,ac3,ac4],
             *                                    update_condition_b: [ac5,ac6]},
             *                     outputFieldB: {update_condition_c: [ac10],
             *                                    update_condition_d: [ac20,ac2]} }
             */
            autoCompUpdateList_: null,
            /**
             *  The class constructor.
             * @param formField The HTML DOM form field element for which this instance
             *  will be retrieving additional data.
             * @param dataURL The URL for getting additional data.
             * @param dataReqInput This is an array of
             *  target field names (e.g. patient_name) of fields whose values should be
             *  sent along with the formField's value when sending the request
             *  for additional data.  This may be null.
             * @param dataReqOutput This is an array of
             *  target field names (e.g. patient_name) of fields whose values will
             *  be filled in following a data request.
             * @param outputToSameGroup true if the output fields all in the same
             *  group as formField.  In this case, we can cache the output
             *  fields.
             */
            initialize: function(formField, dataURL, dataReqInput, dataReqOutput, outputToSameGroup) {
              this.formField_ = formField;
              this.dataURL_ = dataURL;
              this.dataReqInput_ = dataReqInput;
              this.dataReqOutput_ = dataReqOutput;
              this.outputToSameGroup_ = outputToSameGroup;
              this.setOutputNamesToRDRNames(formField, dataReqOutput);
            },
            /**
             *  This sets the mapping between the field that "owns" this
             *  RecordDataRequester and the field(s) that should get the
             *  output from it.  The mapping is maintained in the
             *  Def.RecordDataRequester.outputFieldNameToRDRFieldName_ hash.
             *
             *  This was originally part of the initialize function.  However, we
             *  have a case (and will probably have more) where a field's list can
             *  come from more than one field's RDR.  So this was broken out from
             *  the initialize function and is called there AND is also called
             *  when a list is passed to an autocompleter.  That way the field that
             *  gets its list from multiple fields will get the latest list created.
             *
             *  @param formField the form field that owns this RDR
             *  @param dataReqOutput the dataReqOutput list to use to get the
             *   output fields.  These will always be target field names - without
             *   the prefix and suffix.
             */
            setOutputNamesToRDRNames: function(formField, dataReqOutput) {
              var rdrTargetField = Def3.Autocompleter.getFieldLookupKey(formField);
              var map = Def3.RecordDataRequester.outputFieldNameToRDRFieldName_;
              for (var i = 0, max = dataReqOutput.length; i < max; ++i) {
                map[dataReqOutput[i]] = rdrTargetField;
              }
            },
            // end setOutputNamesToRDRNames
            /**
             *  A copy constructor, for a new field (e.g. another field in a new row
             *  of a table).
             * @param fieldID the ID of the field for which the new RecordDataRequester
             *  is being constructed.
             * @return a new RecordDataRequester for field field ID
             */
            dupForField: function(fieldID) {
              return new Def3.RecordDataRequester(
                $(fieldID),
                this.dataURL_,
                this.dataReqInput_,
                this.dataReqOutput_,
                this.outputToSameGroup_
              );
            },
            /**
             *  Starts a request for the additional data needed for the field.  When
             *  the request completes, a callback function in this class
             *  (onDataReqComplete) will be called to put the retrieved data into the
             *  fields specified by the dataReqOutput parameter given in the constructor.
             *  (However, the callback code relies in the server's copy of dataReqOutput.)
             *  If the field's value is blank, this will just call clearDataOutputFields()
             *  instead of making the AJAX request.
             * @param listDataOnly (optional, default=false) Whether only data for
             *  autocompleter lists should be assigned.  If this is true, any other
             *  data (including values for the autocompleter fields) will be ignored.
             *  (The "true" value is used by assignListData()).
             */
            requestData: function(listDataOnly) {
              this.noPriorDataReq_ = false;
              if (!this.inputFieldsHash_)
                this.initFieldsHash();
              if (!this.dataRequestOptions_)
                this.dataRequestOptions_ = {};
              if (!listDataOnly)
                this.clearDataOutputFields();
              this.dataRequestOptions_.complete = listDataOnly ? this.onDataReqCompleteForListData.bind(this) : this.onDataReqComplete.bind(this);
              this.dataRequestOptions_.data = this.buildParameters();
              this.latestPendingAjaxRequest_ = Def3.jqueryLite.ajax(this.dataURL_, this.dataRequestOptions_);
              this.lastFieldVal_ = Def3.Autocompleter.getFieldVal(this.formField_);
            },
            // end requestData
            /**
             *  Under certain conditions, this method will set the lists of any
             *  output fields that have prefetched autocompleters.  The use case
             *  for this method is where a prefetched autocompleter for some field,
             *  field B, is initially
             *  defined without a list, because its list is based on another field,
             *  field A,
             *  that has a RecordDataRequester that assigns the list for field B after
             *  a change to field A.  However, for
             *  previously saved forms that are being edited, the value of the field A
             *  will sometimes be filled in, and no change event is issued,
             *  so field B doesn't get its list that way.  Instead, we wait for
             *  field B to get a focus event, and then it uses this method (on
             *  field A's RecordDataRequester) to request that the list data for
             *  any output fields that have lists be filled in.  Now, it is possible
             *  that the focus event on field B may be occuring just after a change
             *  event from field A.  To avoid sending an unnecessary request, we check
             *  to see whether this RecordDataRequester has already requested data, and
             *  if so this method does nothing.  (Also, if the field does not have a
             *  value, we don't do anything because we have nothing about which to request
             *  data.)
             */
            assignListData: function() {
              if (this.noPriorDataReq_ && Def3.Autocompleter.getFieldVal(this.formField_) !== "")
                this.requestData(true);
            },
            /**
             *  Returns the data retrieved for the given field on the last data
             *  request this RecordDataRequester made.
             * @param targetField the target field name of the output field for which
             *  data is needed.
             * @return the data, or null if there is no data for the given target field
             *  or if no data request has yet been run or if the RecordDataRequester's
             *  form field's value has changed since the last data request (in which case
             *  a new one is probably in progress).
             */
            getFieldData: function(targetField) {
              var rtn = null;
              if (this.lastDataHash_ && Def3.Autocompleter.getFieldVal(this.formField_) === this.lastFieldVal_) {
                rtn = this.lastDataHash_[targetField];
              }
              return rtn;
            },
            /**
             * Returns true if this requester is still attached to the field's
             * currently active autocompleter.
             * @return {boolean}
             */
            isCurrentRequester: function() {
              var autocomp = this.formField_ && this.formField_.autocomp;
              return !!(autocomp && autocomp.recDataRequester_ === this);
            },
            /**
             *  This gets called when the data request comes back (after the user
             *  has made a selection from the list).
             * @param response the AJAX response object
             */
            onDataReqComplete: function(response) {
              if (this.latestPendingAjaxRequest_ === response) {
                if (!this.isCurrentRequester()) {
                  this.latestPendingAjaxRequest_ = null;
                  return;
                }
                this.lastFieldVal_ = Def3.Autocompleter.getFieldVal(this.formField_);
                var dataHash = response.responseJSON || JSON.parse(response.responseText);
                this.lastDataHash_ = dataHash;
                this.assignDataToFields(dataHash);
                this.processUpdateList(dataHash);
                this.latestPendingAjaxRequest_ = null;
              }
            },
            /**
             *  This gets called when the data request comes back (after the user
             *  has made a selection from the list).
             * @param response the AJAX response object
             */
            onDataReqCompleteForListData: function(response) {
              if (this.latestPendingAjaxRequest_ === response) {
                if (!this.isCurrentRequester()) {
                  this.latestPendingAjaxRequest_ = null;
                  return;
                }
                var dataHash = response.responseJSON || JSON.parse(response.responseText);
                this.lastDataHash_ = dataHash;
                this.assignDataToFields(dataHash, true);
                this.processUpdateList(dataHash);
                this.latestPendingAjaxRequest_ = null;
              }
            },
            /**
             *  Clears the fields specified as output fields at construction.  If the
             *  field has an associated prefetched list, the list will be cleared as
             *  well.  I'm not sure yet if that is what we will always want to happen.
             *  At the moment, when a list field gets assigned a value from a
             *  data request, the value is the list's list, not the field value.
             */
            clearDataOutputFields: function() {
              if (!this.inputFieldsHash_)
                this.initFieldsHash();
              var updatedFields = [];
              var outputFieldsHash = this.getOutputFieldsHash();
              for (var i = 0, max = this.dataReqOutput_.length; i < max; ++i) {
                var fields = outputFieldsHash[this.dataReqOutput_[i]];
                if (fields !== void 0) {
                  for (var j = 0, maxJ = fields.length; j < maxJ; ++j) {
                    var field = fields[j];
                    if (field.autocomp && field.autocomp.setListAndField) {
                      field.autocomp.setListAndField([]);
                    } else {
                      Def3.Autocompleter.setFieldVal(field, "", false);
                      updatedFields.push(field);
                    }
                  }
                }
              }
              Def3.Autocompleter.Event.notifyObservers(null, "RDR_CLEARING", updatedFields);
            },
            // end clearDataOutputFields
            /**
             *  This function adds fields to the list of fields whose autocompleter
             *  lists need to be updated on a change to the field to which this rdr
             *  is attached.
             *
             *  Use case:  On the fetch rule form we have a field that might contain
             *  a drug name.  (The field is a combo field, so it might be used for
             *  drug names or for other things).  If a drug name is specified, the
             *  name of the drug drives the values in a list of valid strengths for
             *  the drug.  Another field may need that strength list - IF yet ANOTHER
             *  field is set to a certain value.
             *
             *  So, fieldA = the first field - the one that contains a drug name.
             *  fieldB = the second field - the one that needs the strength list.
             *  fieldC = the third field - the one that is set to a value that makes
             *  fieldB need the strength list.
             *
             *  Other code works fine to allow fieldB to obtain the strength list
             *  from fieldA's record data requester when fieldB is first created.
             *  But suppose fieldB has already been created and filled in with a
             *  strength that is valid for the drug named in fieldA.  Then the user
             *  CHANGES the value of fieldA, invalidating the value in fieldB.  The
             *  value in fieldB needs to be removed and the autocompleter on fieldB
             *  needs a new list of valid strength values.  That's where this list
             *  comes in.  If fieldA has values in the autoCompUpdateList_ that belongs
             *  to its recordDataRequester object, and fieldA is changed, this list
             *  is used to find fields (via fieldC's value) whose autocompleter lists
             *  need to be updated.  See the processUpdateList function for a
             *  description of how that happens.
             *
             *  This function is in charge of adding fields to the autoCompUpdateList_.
             *  This is called when fieldC is set to a value that indicates fieldB
             *  needs the list.  Using the above example, when fieldC is set to
             *  'Strength', fieldB needs the strength list that is based on the
             *  drug name in fieldA.   So when fieldB (another combo field) is 'created',
             *  it calls this to add its name to fieldA's autoCompUpdateList_,
             *  specifying that the update should be done only for instances of fieldC
             *  that are set to 'Strength'.  (Naturally, all of these fields are in
             *  horizontal tables and so may have multiple instances).
             *
             *  Hope this helps.   lm, 10/2009.
             *
             *  @param origOutputField the name (without the prefix or suffix) of the
             *   original output field for the list.  This will correspond to the
             *   name this recordDataRequester uses in the dataHash it creates for
             *   the requested data.  For example, for the strength list described
             *   above, this will be drug_strength_form.
             *
             *  @param ac the autocompleter object for the field that needs the
             *   drug_strength_form list.  In the example given above, this would
             *   be the autocompleter for fieldB.
             *
             *  @param update_condition an array expressing the condition used to
             *   tell which versions of the output field (fieldC) need to be updated.
             *   In the example given above, this would contain the field name (WITH
             *   prefix and suffix) - fe_fieldA_x_x ... , the operator to be used
             *   (must be 'EQ' or 'NE') - in this case 'EQ', and the value that fieldA
             *   must contain - in this case 'Strength'.
             */
            addFieldsToUpdateList: function(origOutputField, ac, update_condition) {
              if (this.autoCompUpdateList_ === null) {
                this.autoCompUpdateList_ = {};
              }
              if (this.autoCompUpdateList_[origOutputField] === null) {
                this.autoCompUpdateList_[origOutputField] = {};
              }
              if (this.autoCompUpdateList_[origOutputField][update_condition] === null) {
                this.autoCompUpdateList_[origOutputField][update_condition] = [ac];
              } else {
                this.autoCompUpdateList_[origOutputField][update_condition].push(ac);
              }
            },
            // end addFieldsToUpdateList
            /**
             *  This function processes the autoCompUpdateList_, if there is one for
             *  this recordDataRequester, against the dataHash passed in.  If a key
             *  in the dataHash matches a key in the autoCompUpdateList_, and if
             *  the condition specified for that key in the autoCompUpdateList_
             *  evaluates to true, the selections list in the autocompleter(s)
             *  specified for that key in the autoCompUpdateList_ is updated with
             *  the list from the dataHash.
             *
             *  See the addFieldsToUpdateList function for a description of the use case
             *  that drives this process.
             *
             *  @param dataHash a hash whose keys are the names of fields (without a
             *   prefix or suffix) that are to receive the data obtained by this
             *   recordDataRequester, and whose values are the values to be placed in
             *   the field or given to the field's autocompleter.
             */
            processUpdateList: function(dataHash) {
              if (this.autoCompUpdateList_ !== null) {
                for (var key in dataHash) {
                  var val = dataHash[key];
                  var isList = val instanceof Array && val.length > 0;
                  if (this.autoCompUpdateList_[key] !== null) {
                    for (var cond in this.autoCompUpdateList_[key]) {
                      var condition = cond.split(",");
                      var trig_field = $(condition[0]);
                      var trig_val = Def3.Autocompleter.getFieldVal(trig_field);
                      if (condition[1] === "EQ" && trig_val === condition[2] || condition[1] === "NE" && trig_val !== condition[2]) {
                        var acList = this.autoCompUpdateList_[key][cond];
                        for (var a = 0, max = acList.length; a < max; a++) {
                          if (acList[a].element) {
                            if (isList) {
                              if (val[0] instanceof Array)
                                acList[a].setListAndField(val[0], val[1]);
                              else
                                acList[a].setListAndField(val);
                            } else if (val === null) {
                              acList[a].setListAndField([], []);
                            }
                          }
                        }
                      }
                    }
                  }
                }
              }
            },
            // end processUpdateList
            /* ***********************************************************************
             * Functions below this line are not intended to be called directly (except by
             * test code.)
             */
            /**
             *  Initializes input/outputFieldsHash_.
             */
            initFieldsHash: function() {
              this.inputFieldsHash_ = {};
              var autospace = Def3.Autocompleter;
              if (this.dataReqInput_) {
                var targetFields = this.dataReqInput_;
                for (var i = 0, max = targetFields.length; i < max; ++i) {
                  var targetFieldName = targetFields[i];
                  var fields = autospace.findRelatedFields(this.formField_, targetFieldName);
                  if (fields.length === 1) {
                    this.inputFieldsHash_[targetFieldName] = fields[0];
                  }
                }
              }
              if (this.outputToSameGroup_)
                this.outputFieldsHash_ = this.constructOutputFieldsHash();
            },
            /**
             *  Returns a hash of output target field names to arrays of matching
             *  fields.  Uses a cached version if available.
             */
            getOutputFieldsHash: function() {
              return this.outputToSameGroup_ ? this.outputFieldsHash_ : this.constructOutputFieldsHash();
            },
            /**
             *  Constructs  a hash of output target field names to arrays of matching
             *  fields.
             */
            constructOutputFieldsHash: function() {
              var outputFH = {};
              var targetFields = this.dataReqOutput_;
              var autospace = Def3.Autocompleter;
              for (var i = 0, max = targetFields.length; i < max; ++i) {
                var targetFieldName = targetFields[i];
                var fields = autospace.findRelatedFields(this.formField_, targetFieldName);
                if (fields.length > 0) {
                  outputFH[targetFieldName] = fields;
                }
              }
              return outputFH;
            },
            /**
             *  Finds fields matching the target names in the given data hash's keys,
             *  and tries to assign to them (in some appropriate way) the values.
             * @param dataHash the data hash
             * @param listDataOnly (optional, default=false) Whether only data for
             *  autocompleter lists should be assigned.  If this is true, any other
             *  data (including values for the autocompleter fields) will be ignored.
             *  (The "true" value is used by assignListData()).  No field values
             *  are changed when this is true.  The purpose is just to update lists.
             */
            assignDataToFields: function(dataHash, listDataOnly) {
              if (!this.inputFieldsHash_)
                this.initFieldsHash();
              var updatedFields = [];
              var updatedFieldIDToVal = {};
              var outputFieldsHash = this.getOutputFieldsHash();
              var lookupCache = Def3.Autocompleter;
              for (var key in dataHash) {
                var fields = outputFieldsHash[key];
                if (fields !== void 0) {
                  for (var i = 0, max = fields.length; i < max; ++i) {
                    var field = fields[i];
                    var val = dataHash[key];
                    if (Array.isArray(val)) {
                      if (field.autocomp) {
                        var targetField = lookupCache.getFieldLookupKey(field);
                        this.setOutputNamesToRDRNames(this.formField_, [targetField]);
                        if (val.length > 0 && Array.isArray(val[0])) {
                          if (val[2]) {
                            field.autocomp.initHeadings(val[2]);
                          }
                          if (listDataOnly)
                            field.autocomp.setList(val[0], val[1]);
                          else
                            field.autocomp.setListAndField(val[0], val[1]);
                        } else {
                          if (listDataOnly)
                            field.autocomp.setList(val);
                          else
                            field.autocomp.setListAndField(val);
                        }
                        if (this.autoCompUpdateList_ !== null && this.autoCompUpdateList_[targetField] !== null) {
                          var fieldValHash = {};
                          fieldValHash[targetField] = val;
                          this.processUpdateList(fieldValHash);
                        }
                      }
                    } else if (!listDataOnly) {
                      if (field.comboField !== void 0) {
                        field.comboField.mimicField(val, this.formField_.id);
                      } else {
                        Def3.Autocompleter.setFieldVal(field, val, false);
                        updatedFields.push(field);
                        updatedFieldIDToVal[field.id] = val;
                      }
                    }
                  }
                }
              }
              Def3.Autocompleter.Event.notifyObservers(
                null,
                "RDR_ASSIGNMENT",
                {
                  updatedFields,
                  updatedFieldIDToVal,
                  listField: this.formField_
                }
              );
            },
            // end assignDataToFields
            /**
             *  Constructs and returns the CGI parameter string for the URL used
             *  to make the data request.
             */
            buildParameters: function() {
              var data = {};
              if (!this.inputFieldsHash_)
                this.initFieldsHash();
              var codeVal = this.formField_.autocomp.getSelectedCodes()[0];
              if (codeVal !== null && codeVal !== void 0)
                data.code_val = codeVal;
              else
                data.field_val = Def3.Autocompleter.getFieldVal(this.formField_);
              if (this.dataReqInput_) {
                for (var i = 0, max = this.dataReqInput_.length; i < max; ++i) {
                  var inputTargetFieldName = this.dataReqInput_[i];
                  var inputField = this.inputFieldsHash_[inputTargetFieldName];
                  if (inputField === void 0 || inputField === null)
                    throw "Could not find field for " + inputTargetFieldName;
                  data[inputTargetFieldName] = Def3.Autocompleter.getFieldVal(inputField);
                }
              }
              data.authenticity_token = window._token || "";
              return data;
            }
          };
          Object.assign(Def3.RecordDataRequester.prototype, tmp);
          tmp = null;
          Object.assign(Def3.RecordDataRequester, {
            /**
             *  A hash map from data request output field target field names to the
             *  target field names of the field whose data requester sends them data.
             *
             *  So if fieldA has an autocompleter and a recordDataRequester that
             *  provides data for fieldB, this hash would contain an entry with a
             *  key of fieldB whose value is fieldA.
             *
             *  This hash is created as the RecordDataRequesters are created.
             */
            outputFieldNameToRDRFieldName_: {},
            /**
             *  Returns the RDR for the given field ID, or null if none can be located.
             * @param outputFieldID the field ID of the output field for the
             *  RecordDataRequester that is to be returned.
             */
            getOutputFieldRDR: function(outputFieldID) {
              var rtn = null;
              var outputField = $(outputFieldID);
              var outputFieldKey = Def3.Autocompleter.getFieldLookupKey(outputField);
              var rdrFieldName = this.outputFieldNameToRDRFieldName_[outputFieldKey];
              var rdrFields = Def3.Autocompleter.findRelatedFields(outputField, rdrFieldName);
              if (rdrFields.length === 1) {
                var rdrField = rdrFields[0];
                var autocomp = rdrField.autocomp;
                if (autocomp)
                  rtn = autocomp.recDataRequester_;
              }
              return rtn;
            }
          });
        }
        if (typeof module !== "undefined")
          module.exports = defineRDR;
        else
          defineRDR(Def2.PrototypeAPI.$, Def2);
      })();
    }
  });

  // source/fieldAlarms.js
  var require_fieldAlarms = __commonJS({
    "source/fieldAlarms.js"(exports, module) {
      if (typeof Def2 === "undefined")
        var Def2 = {};
      (function() {
        function defineAlarms($, Def3) {
          "use strict";
          Def3.FieldAlarms = {
            /**
             * Sets off an alarm with few shakes and a "bonk" sound
             *
             * @param field a field which should be shaked when the alarm is setoff
             **/
            setOffAlarm: function(field) {
              if (this.bonk === void 0)
                this.bonk = new Audio(this.soundData_);
              if (this.bonk.readyState >= 2) {
                this.bonk.currentTime = 0;
                if (this.bonk.currentTime !== 0) {
                  this.bonk.src = this.bonk.src;
                }
              }
              this.bonk.play();
              Def3.Effect.Shake(field.id, 5);
            },
            // end of setOffAlarm
            /**
             *  Cancels the alarm.
             */
            cancelAlarm: function(field) {
              field.shakeCanceled = true;
              this.bonk.pause();
              this.bonk.currentTime = 0;
            }
          };
        }
        if (typeof module !== "undefined")
          module.exports = defineAlarms;
        else
          defineAlarms(Def2.PrototypeAPI.$, Def2);
      })();
    }
  });

  // soundmanager/bonk.js
  var require_bonk = __commonJS({
    "soundmanager/bonk.js"(exports, module) {
      (function() {
        function initSound(Def2) {
          Def2.FieldAlarms.soundData_ = "data:audio/mp3;base64,/+OAxAAAAAAAAAAAAEluZm8AAAAPAAAABwAADQ4AJCQkJCQkJCQkJCQkJCRJSUlJSUlJSUlJSUlJSW1tbW1tbW1tbW1tbW1tkpKSkpKSkpKSkpKSkpKStra2tra2tra2tra2trbb29vb29vb29vb29vb2///////////////////AAAAWkxBTUUzLjkyIAHDAAAAAAAAAAACQCQF2SEAAAAAAA0OXWa08wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/+OAxABa1IIMF5uwACCDBAGAB/86aEEGTrP/hZNdJTyqr/pn4OCRDARfjtIEHqAZfjEAZzj+AZkhOeMiITA2IE0A1rkeA6cdIA9GMcA66Ro+MmOYSZqT4G0RQAGcoYgGMcNoGAQPQGJ4KH4wyIEXNjUiYGUkgoGMMRYGEkBIGFkLYGG8P4GGMDv8tmpPn0J4DEOL0DGmI8AYFQGEkHIGDUHIGDEBYGD4F3/NicKiaCSJfLYGBoAQr4GFIIgGDoGwGCYAgGCsC4WhAFAQAw7hT//PE+ZmREB5IkLgGAO8ghUAwXgbAaAuUwMAIHQMFYDwMQAngMUwZgIAJAx5CmAwpAQFrAwcAs//6d97vTdngYJAPAFAkAGAeK2DlAGABluASAMDAaAsL3gYBwBgYAwDgNAHDU///////AwBgDDfxkBjxS4aoGQWIIF0nxWgYoFgJoAwBABwFBBQMiCAH//4GAUAIGAMA4DQBwAgDhc2MmBgWAgDY6AcA9UJAILy11W1dqwrXViy2OQCw1TFUqEku6WxLaggJZ4skWaLxKbQemiY/+OCxCha9IJFQ9jwABJw+YDYFRgagfGCiDUYQ4UhhvilGSSRkauQAZguA5mCgBuYC4DRgKgBBcBJxU5SzpgBADmAMAWYBQC5gFgGGAaAUYBIAxgDgBGAGAAWaQeV070dgBymHLDLDKmVMoEw1xZajTDtnsNKVBQAEwCgITBSAeMBcAgFABJFLucp3ozGYzLYzGcq0qpYzGYy5L+w67LszVqmv3dVYzLY1Gniac/0PRp/mlJiNeh6TyyNRqNQ1GYZf2GX9jLOXVgatTQ0/0PQWYEALbAkTlAVSs5a6zl/Xdh2My6mtayzq1aXKmlVymtU2WPa0n3n+tZY1X2TgjVNTU1al3j+5mUfg0WUQn9ZWvyxu473zH/5r/5jzHX/zHDn719rLLn3bO+5VuxaGm/ZbLbUqtU1rLP48+l/Hm5bD1NTUtLZpsfwxxuZU2SPPcqaaQAhh+FryH0uXjKpcoDewl+bSaWw/SLjbQLj8agKecVQYFATAIARMA0CgwBgSzAVCgMFAdkxD47Tt0DxMGgRAwHwVTAtAHBwVhgyiBBgOSTMH//jgsRRWgyCFULXtuQ5FkPVXXrENw3ZinyWZDgGE5YWqR/J+P0gNEVBZdGEjl1wlmZgAkb+ljIIyOMR2tdf7s3Fbzds47dprvwFI701C0yHDlMW5VhyelLWaO8MgTbROzjZc4MF3gn26qtiU/vstkOdu+6bR0TXks1pmVLtAosYDlE1+mY4CbaNMqlEbpb2oKk8kty2tauSKXyZusW+ih2GakYp2DVpRlRUUnmnjVAX3jVmJ87EpXEdSBuqVOMVFA1JhGCC4zBkqv3MotL5fRw1HpdnGpJD8odr56cgJyb0jm3ihiHJuIu9KqODsvkUzhS1uSqWx0EAa/YQ/N+jcF8ZqGIgoEJBNBSV5hbC9sZqDr8MqW/L6sVl2MM2pIYKQJncuwwqmR50hLvF3Zl0dUbAs7ViSSi7QSKIS6Hc9Z27ECMHRnIgBDAGAaMAkFEwJwFzEzJPMjjX89/l5TFqBeMCUC0wEQATAoA6MEcGZLtXk5SdWTA29vrU1POVTvBQwfEZbbtQ9KZRD4oA2JAExp9XBhyXxJK8wCALmttYq1rcamv/44LEfVscgggNWvAAViw7L6zk9Vh+eytw9KmttugmdZokWo5RJ9Yu1LMGBV5fOP9uEEwAMlpIJbWahqdmqlWgn6Wwy59WI3ZbHZA4bymB6BIDAFm5xtUiw1q/GXrsw5uVPLDVSnhFR+FtwKuxe0odCHpdTY3aTeFXka5L9KrAYBKV0UruS7KR3rlM6Rf7O8IgAXsQVijiSx5VrLCt86jEXVWbYclwoBj7IlH2ssGpJG6NiIPhGnLaWuZe7uxJ/YTMu03Z2WbQA3GSqbLqaS4sOupDcvf2rF4csW3Rrqyr2lcMUuT1ONYu3KGWwqgqOjCIy+2FuUhYAeBcoRTVBCSCRkof4QBfxYWZQMRCQAd1kQCzHgTXLwA6pYCCAFTAtBRMD8A8wOAcTBoAvMFUQ6GoZRCMKEQcwQJFzHkCyMMINwwiBNTHuK1MwwuswSAgVbn3Y0wIwvARi7Jg+AoAIDkwFwCzCwDVMKwEcwNAbzCAB1MDADCD4KhrN4jAwAOAoD5gNgDoCTAnAZDAMzA6BpMFYCcwBQVjAmA/MBIAQwMQUIat/+OCxKV/zGIABZrwAMBRK/NGBWBKQgDquMCEBtC9SwwGQATAMAVEIERgWgPBcAwwIwKgwCswCwJq1/H8pmqVAAAUATDQIAGFgCAAAIYBAACxTASAEMCUBQqgRmAiBIPARGAYBWYAYBRYALMBgB198JmryrV5vY8ABPGAMAAvFWNPARgImBAAOhPLVs3MAMAMwCAFwwCEEAHmAsAmCAADACAXAQEIhAUAgAqNhgFgJNdxrZbmq3a1butJ1v0YBIA8aZIgPTQXQ+4QAAtRUiDiXKNgNAIAwCyRxgBgCISwSAUBgEiAAkEgCK/AAB6gSMoCAFZj3HHUzVwmavKtXn+zR/ggAxmKQb8l91L0w3HTDLfoL0KAeLqELfTsYKAABU4AsACBgBUdAYAGmaFwBkEq+ACAFOoZJ9JpFtmHoCkNkdca2W61btat3Wu739XH6qokhHEYI6j8M4aRRKZP2lS1p8UxbTope7WqTEFNRTMuOTKqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqv/jgsQ6AAADSAHAAACqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqpMQU1FMy45Mqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqr/44LE/wAAA0gAAAAAqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqTEFNRTMuOTKqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq";
        }
        if (typeof module !== "undefined")
          module.exports = initSound;
        else
          initSound(Def);
      })();
    }
  });

  // source/autoCompBase.js
  var require_autoCompBase = __commonJS({
    "source/autoCompBase.js"(exports, module) {
      if (typeof Def2 === "undefined")
        var Def2 = {};
      (function() {
        function initializeBase($, Def3) {
          "use strict";
          var Browser = Def3.PrototypeAPI.Browser;
          var isIE = !!window.attachEvent && !Browser.isOpera || typeof navigator !== "undefined" && navigator.userAgent.indexOf("Trident") >= 0;
          var keyCodes = Def3.jqueryLite.ui.keyCode;
          Def3.Autocompleter = {
            // Namespace for DEF autocompletion stuff
            // Variables related to autocompleters but independent of any particular
            // autocompleter go here.
            /**
             *  True if the browser is IE.
             */
            isIE,
            /**
             *  A variable to keep track of which autocomplete text field is using the
             *  shared autocompletion area.
             */
            currentAutoCompField_: -1,
            /**
             *  The suggestion mode constant that means rely on the statistics for
             *  the field's master table.  See the suggestionMode option in
             *  defAutocompleterBaseInit.
             */
            USE_STATISTICS: 2,
            /**
             *  The suggestion mode constant that means do not recommend one item from
             *  the returned list over the others.  See the suggestionMode option in
             *  defAutocompleterBaseInit.
             */
            NO_COMPLETION_SUGGESTIONS: 0,
            /**
             *  The suggestion mode constant that means the shortest match should
             *  recommended over other returned items.  See the suggestionMode option in
             *  defAutocompleterBaseInit.
             */
            SUGGEST_SHORTEST: 1,
            /**
             *  If the list items consist of multiple
             *  strings (fields) each, this is the string used to join together each list
             *  item's fields to produce the list item string the user sees in the list.
             */
            LIST_ITEM_FIELD_SEP: " - ",
            /**
             *  The screen reader log used by the autocompleter.
             */
            screenReaderLog_: new Def3.ScreenReaderLog(),
            /**
             *  Sets global options for customizing behavior of all autocompleters.
             *  Currently, what is supported is the overriding (or supplying) of the
             *  functions found in this object.
             * @param options - a hash from one or more of this object's function names
             *  to a replacement function.
             */
            setOptions: function(options) {
              Object.assign(this, options);
            },
            /**
             *  Returns value of the given form field element.  (This may be overridden for
             *  special handling of values.)
             * @param field the form field from which the value is needed.
             */
            getFieldVal: function(field) {
              return field.value;
            },
            /**
             *  Sets the given form element's value to the given value. (This may be
             *  overridden for special handling of values.)
             * @param field the DOM field element.
             * @param val the new value, which should only be a string.
             * @param runChangeEventObservers (default true) whether the change
             *  event observers for the field (which includes the update for the data
             *  model and the running of rules) should be run after the value is set.
             */
            setFieldVal: function(field, val, runChangeEventObservers) {
              if (field.autocomp)
                field.autocomp.setFieldVal(val, runChangeEventObservers);
              else {
                if (typeof runChangeEventObservers === "undefined")
                  runChangeEventObservers = true;
                var fieldVal;
                if (runChangeEventObservers)
                  fieldVal = this.getFieldVal(field);
                field.value = val;
                if (runChangeEventObservers && fieldVal !== val) {
                  Def3.Event.simulate(field, "change");
                }
              }
            },
            /**
             *  Returns the field lookup key for the given field.  Lookup keys are used
             *  to store information about a particular field (or maybe a column of
             *  identical fields) and are also used to store/retrieve the associated
             *  fields themselves.  In systems where every field is unique, this can
             *  be the field's name or ID attribute, but it can also be a key shared by fields
             *  that have the same supporting list.  If this is overridden, be sure to
             *  also override lookupFields.
             * @param field a DOM field element
             */
            getFieldLookupKey: Def3.Observable.lookupKey,
            // default implementation
            /**
             *  Returns the fields matching the given lookup key.  (See getFieldLookupKey).
             *  If there is no match, an empty array will be returned.
             *  This should be overridden to match getFieldLookupKey if that is overridden.
             * @param lookupKey a key for finding matching elements.
             */
            lookupFields: function(lookupKey) {
              var rtn = [];
              for (var i = 0, numForms = document.forms.length; i < numForms; ++i) {
                var match = document.forms[i].elements[lookupKey];
                if (match !== void 0)
                  rtn.push(match);
              }
              return rtn;
            },
            /**
             *  Returns the fields matching otherFieldLookupKey (see getFieldLookupKey)
             *  which are associated in some way with "field".  This default implementation
             *  just returns all the fields matching otherFieldLookupKey.
             * @param field the field for which related fields are needed
             * @param otherFieldLookupKey the key for finding fields related to "field".
             *  (See getFieldLookupKey.)
             * @returns an array of matching fields.  The array will be empty if there
             *  are no matching fields.
             */
            findRelatedFields: function(field, otherFieldLookupKey) {
              return this.lookupFields(otherFieldLookupKey);
            },
            /**
             *  Returns the label text of the field with the given ID, or null if there
             *  isn't a label.  This default implementation just returns null.
             * @param fieldID the ID of the field for which the label is needed.
             */
            getFieldLabel: function(fieldID) {
              return null;
            },
            /**
             *  Returns the DOM node immediately containing the list item elements.  This
             *  could either be a tbody or a ul, depending on options.tableFormat.
             *  If there is no list, the return value may be null.
             */
            listItemElementContainer: function() {
              var rtn = document.querySelector("#completionOptions").firstChild;
              if (rtn && rtn.tagName === "TABLE")
                rtn = rtn.tBodies[0];
              return rtn;
            },
            /**
             *  Returns the list items elements, which will be either
             *  tr elements or li elements depending on options.tableFormat.
             *  If there is no list, the return value may be null.
             */
            listItemElements: function() {
              var rtn = null;
              var itemContainer = this.listItemElementContainer();
              if (itemContainer)
                rtn = itemContainer.childNodes;
              return rtn;
            },
            /**
             *  Sets off an alarm when a field is in an invalid state.
             * @param field the field that is invalid
             */
            setOffAlarm: function(field) {
              Def3.FieldAlarms.setOffAlarm(field);
            },
            /**
             *  Cancels the alarm started by setOffAlarm.
             */
            cancelAlarm: function(field) {
              Def3.FieldAlarms.cancelAlarm(field);
            },
            /**
             *  Stops further event handlers from runing on the element and prevents the
             *  default action.
             * @param event a jQuery Event object
             */
            stopEvent: function(event) {
              event.stopImmediatePropagation();
              event.preventDefault();
            },
            /**
             *  Logs a message for a screen reader to read.  By default, this
             *  uses an instance of Def.ScreenReaderLog.
             * @param msg the message to log
             */
            screenReaderLog: function(msg) {
              Def3.Autocompleter.screenReaderLog_.add(msg);
            },
            /**
             *  Creates a cache for storing DOM values.
             * @param directProps a hash of properties that should be directly defined
             *  on the hash.  These properties should not include "data", "get",
             *  "invalidate", or "refresh".
             * @param jitProps a hash of properties to functions that will be called
             *  (just in time) to initialize the properties.  These properties will be
             *  accessible via the "get" function on the cache, and can be cleared with
             *  the "invalidate" function.
             * @return the cache object
             */
            createDOMCache: function(directProps, jitProps) {
              var rtn = {
                data: {},
                get: function(item) {
                  var rtn2 = this.data[item];
                  if (rtn2 === void 0)
                    rtn2 = this.data[item] = this.refresh[item].apply(this);
                  return rtn2;
                },
                set: function(item, value) {
                  this.data[item] = value;
                },
                // Drops the current value for "item"
                invalidate: function(item) {
                  if (item)
                    delete this.data[item];
                  else
                    this.data = {};
                },
                // A hash of functions to get a new property value
                refresh: {
                  // populated with jitProps
                }
              };
              Object.assign(rtn, directProps);
              Object.assign(rtn.refresh, jitProps);
              return rtn;
            }
          };
          Def3.Autocompleter.Base = function() {
          };
          Object.assign(Def3.Autocompleter.Base, {
            /**
             *  The maximum number of items to show below a field if the user has not
             *  used the "see more" feature.
             */
            MAX_ITEMS_BELOW_FIELD: 7,
            /**
             *  Whether classInit() has been called.
             */
            classInit_: false,
            /**
             *  Does one-time initialization needed by all autocompleters on the page.
             */
            classInit: function() {
              if (!this.classInit_) {
                document.body.insertAdjacentHTML(
                  "beforeend",
                  '<div id="lhc-tools-searchResults" class="form_auto_complete">              <div id="completionOptionsScroller">             <span class="auto_complete" id="completionOptions"></span>              </div>              <div id="lhc-tools-moreResults">See more items (Ctl Ret)</div>              <div id="lhc-tools-searchCount">Search Results<!-- place holder for result count,               needed for height calculation--></div>              <div id="lhc-tools-searchHint">Search Hint<!--place holder--></div>              </div>'
                );
                document.querySelector("#lhc-tools-moreResults").addEventListener("mousedown", function(event) {
                  var field = $(Def3.Autocompleter.currentAutoCompField_);
                  field.autocomp.handleSeeMoreItems(event);
                  Def3.Autocompleter.Event.notifyObservers(
                    field,
                    "LIST_EXP",
                    { list_expansion_method: "clicked" }
                  );
                });
                document.querySelector("#completionOptionsScroller").addEventListener("mousedown", function(event) {
                  if (Def3.Autocompleter.isIE && event.target.id === "completionOptionsScroller") {
                    Def3.Autocompleter.stopEvent(event);
                    Def3.Autocompleter.completionOptionsScrollerClicked_ = true;
                    if ($(Def3.Autocompleter.currentAutoCompField_) != -1) {
                      var field = $(Def3.Autocompleter.currentAutoCompField_);
                      setTimeout(function() {
                        field.focus();
                      });
                    }
                  }
                }.bind(this));
                this.classInit_ = true;
              }
            },
            /**
             * Provides a way to do a case-insensitive sort on a javascript array.
             * Simply specify this function as the parameter to the sort function,
             * as in myArray.sort(noCaseSort)
             */
            noCaseSort: function(a, b) {
              var al = a.toLowerCase();
              var bl = b.toLowerCase();
              if (al > bl) return 1;
              else if (al < bl) return -1;
              else return 0;
            },
            /**
             *  Escapes a string for safe use as an HTML attribute.
             * @param val the string to be escaped
             * @return the escaped version of val
             */
            escapeAttribute: Def3.PrototypeAPI.escapeAttribute,
            /**
             *  Reverses escapeAttribute.
             * @param escapedVal the string to be unescaped
             * @return the unescaped version of escapedVal
             */
            unescapeAttribute: function(escapedVal) {
              return escapedVal.replace(/&amp;/g, "&").replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&lt;/g, "<").replace(/&gt;/g, ">");
            }
          });
          Def3.Autocompleter.sharedDOMCache = Def3.Autocompleter.createDOMCache({}, {
            spacerDiv: function() {
              var spacerDiv = $("spacer");
              if (!spacerDiv) {
                spacerDiv = document.createElement("div");
                spacerDiv.setAttribute("id", "spacer");
                document.body.appendChild(spacerDiv);
              }
              return spacerDiv;
            },
            listContainer: function() {
              return $("lhc-tools-searchResults");
            },
            firstEntryWidth: function() {
              return Def3.Autocompleter.listItemElements()[0].offsetWidth;
            },
            listBoundingRect: function() {
              return this.get("listContainer").getBoundingClientRect();
            },
            viewPortWidth: function() {
              return document.documentElement.clientWidth;
            },
            spacerCoords: function() {
              return this.get("spacerDiv").getBoundingClientRect();
            }
          });
          var tmp = {
            /**
             *  The array of options passed to the constructor.
             */
            constructorOpts_: null,
            /**
             *  The HTML DOM input element holding the score field for this list.
             */
            scoreField_: null,
            /**
             *  Whether scoreField_ has been initialized.
             */
            scoreFieldInitialized_: false,
            /**
             *  A hash between list values and the original unsorted list index,
             *  so that we can match up list values with arrays for codes and other
             *  data.
             */
            itemToDataIndex_: null,
            /**
             *  The codes of the currently selected items, stored as values on a hash,
             *  where the keys are the display strings.
             */
            selectedCodes_: null,
            /**
             *  The currently selected items' display strings, stored as keys on a hash.
             *  Some might not have codes, and so there might be more entries here than in
             *  selectedCodes_.
             */
            selectedItems_: null,
            /**
             *  The currently selected items' completed data, as an array of hashes for
             *  each item.
             */
            selectedItemData_: null,
            /**
             *  Whether the field value is required to be one from the list.
             */
            matchListValue_: null,
            /**
             *  Whether the field is invalid.
             */
            invalidStatus_: false,
            /**
             *  Whether the current field's value matches (even partially) one or more of
             *  the items in the list.  If the user types the first few leters of an
             *  item, it's matchStatus_ is true, even though the field value does
             *  not equal a complete list item value.
             */
            matchStatus_: true,
            /**
             *  Whether the field is responding to a focus event.
             */
            focusInProgress_: false,
            /**
             *  Whether the field is losing focus but will be refocused after a short
             *  delay.
             */
            refocusInProgress_: false,
            /**
             *  Whether or not the list will be shown below the field.
             */
            listBelowField_: true,
            /**
             *  The element that holds the selection list and search hit count
             *  information.
             */
            listContainer: null,
            /**
             *  A RecordDataRequester instance that will get used after list entry
             *  selection to pull back additional data.
             */
            recDataRequester_: null,
            /**
             *  Whether the autocompleter is enabled.  For example, this is false when
             *  there is no list assigned to the field.
             */
            enabled_: true,
            /**
             *  The value of the list's field before it was filled in by changing the
             *  default list selection (e.g. by arrowing into the list).
             */
            preFieldFillVal_: null,
            /**
             *  This is true when the field value is a list value.  This is initially null,
             *  which means we do not know anything about the current field value.  (A value
             *  of false means we know it is not a list value.)
             */
            fieldValIsListVal_: null,
            /**
             *  A hash from item indexes to heading levels, for the full list.
             *  A level of 0 means the item is not a heading, level 1 means the item is a top-level
             *  heading, and level 2 means a sub-heading.
             */
            indexToHeadingLevel_: {},
            /**
             *  An integer specifying what type of suggestion should
             *  be offered based on what the user has typed.  For allowed values,
             *  see the suggestionMode option in defAutocompleterBaseInit.
             */
            suggestionMode_: Def3.Autocompleter.SUGGEST_SHORTEST,
            /**
             *  A reference to the last scroll effect (used in positioning).
             */
            lastScrollEffect_: null,
            /**
             *  Whether or not multiple items can be selected from the list.
             */
            multiSelect_: false,
            /**
             *  The hash of "extra data" for the current list.  (This might only apply
             *  to search lists.)
             */
            listExtraData_: null,
            /**
             *  The last value we tried to handle as a data entry, valid or not.
             */
            processedFieldVal_: null,
            /**
             * A function to group a single code containing tokens in a token-separated input.
             */
            tokenGroupingFunction_: (x) => x,
            /**
             *  An initialization method for the base Def.Autocompleter class.
             * @param field the ID or the DOM element of the field for which the
             *  list is displayed.  If an element is provided, it must contain an ID
             *  attribute, or one will be assigned.
             * @param options A hash of optional parameters.  For the allowed keys see the
             *  subclasses.  The base class uses the following keys:
             *  <ul>
             *    <li>matchListValue - whether the field should validate its value
             *      against the list (default: false)</li>
             *    <li>dataRequester - A DataRecordRequester for getting additional data
             *     after the user makes a selection from the completion list.  This may be
             *     null, in which case no request for additional data is made.</li>
             *    <li>suggestionMode - an integer specifying what type of suggestion
             *     should be offered based on what the user has typed.  If this is not
             *     specified, the default is [Def.Autocompleter.]SUGGEST_SHORTEST, which
             *     means "pick the shortest match."  A value of
             *     NO_COMPLETION_SUGGESTIONS means no suggestions, and a value of
             *     USE_STATISTICS means that the suggestion is based on statistics, and
             *     that we will rely on the server to return the best item as the first
             *     item in the list.</li>
             *    <li>maxSelect - (default 1) The maximum number of items that can be
             *     selected.  Use '*' for unlimited.</li>
             *    <li>wordBoundaryChars - (default none) For autocompleting based on part of the
             *     field's value, this should be an array of the characters that are
             *     considered "word" boundaries (e.g. a space, but could be something
             *     else).  When this option is used, maxSelect is ignored.
             *    <li>scrolledContainer - the element that should be scrolled to bring
             *     the list into view if it would otherwise extend below the edge of the
             *     window. The default is document.documentElement (i.e. the whole
             *     window).  This may be null if no scrolling is desired (e.g. if the
             *     list field is in a fixed position on the window), but in that
             *     case the list element might be unusually short.
             *     Note:  At present the only tested cases of this parameter are the
             *     default value and null.</li>
             *    <li>nonMatchSuggestions - (default: false) Whether the user should be
             *     given a list of suggestions if they enter a non-matching value.
             *     This only applies when matchListValue is false.  Also, the option is
             *     only presently supported by search autocompleters.</li>
             *    <li>headerBar - If the page has a fixed-position element at the top of
             *     the page (e.g. a top navigation bar), the autocompleter needs to know
             *     that so that when scrolling to show the list it doesn't scroll the current
             *     field under the header bar.  This is the element ID for such a header
             *     bar.</li>
             *    <li>twoColumnFlow - (default: true) Whether to allow long lists to
             *     flow into two columns to show more of the list on the page.</li>
             *    <li>caseInsenstiveSelection: - (default: true) If the user changes the field
             *     but leaves without picking an item, the list will check if what the field
             *     contains matches an item in the list and if so, will select it. This
             *     controls whether that matching is case-insensitive.</li>
             *    <li>tokenGroupingFunction - (default: x => x) Must be used with "wordBoundaryChars".
             *     For a single unit, its display might not contain a word boundary character but
             *     its code might, e.g. "ampere per meter" - "A/m". This might result in a wrong
             *     ordering of codes when it comes after another word boundary character in the
             *     final input. This "tokenGroupingFunction" function, applied on the code when
             *     necessary, returns the code formatted as a single unit (e.g., by putting
             *     parentheses around it).</li>
             *  </ul>
             */
            defAutocompleterBaseInit: function(field, options) {
              if (!options)
                options = {};
              if (options.wordBoundaryChars)
                options.tokens = options.wordBoundaryChars;
              if (options.tokenGroupingFunction)
                this.tokenGroupingFunction_ = options.tokenGroupingFunction;
              if (options["suggestionMode"] !== void 0)
                this.suggestionMode_ = options["suggestionMode"];
              this.twoColumnFlow_ = options.twoColumnFlow;
              if (this.twoColumnFlow_ === void 0)
                this.twoColumnFlow_ = true;
              this.caseInsenstiveSelection_ = options.caseInsenstiveSelection;
              if (this.caseInsenstiveSelection_ === void 0)
                this.caseInsenstiveSelection_ = true;
              if (options.tokens || options.maxSelect === void 0)
                options.maxSelect = 1;
              else if (options.maxSelect === "*")
                options.maxSelect = Infinity;
              this.multiSelect_ = options.maxSelect !== 1;
              if (options.scrolledContainer !== void 0)
                this.scrolledContainer_ = options.scrolledContainer;
              else
                this.scrolledContainer_ = document.documentElement;
              if ((this.nonMatchSuggestions_ = options["nonMatchSuggestions"]) === void 0)
                this.nonMatchSuggestions_ = false;
              this.constructorOpts_ = options;
              this.initStoredSelectionData();
              var dataRequester = options.dataRequester;
              if (!Def3.Autocompleter.Base.classInit_)
                Def3.Autocompleter.Base.classInit();
              this.matchListValue_ = options["matchListValue"] || false;
              this.recDataRequester_ = dataRequester;
              this.update = $("completionOptions");
              this.options = options;
              this.options.frequency = this.options.frequency || 0.01;
              this.options.minChars = this.options.minChars || 1;
              this.element = typeof field === "string" ? $(field) : field;
              if (!this.element) {
                if (typeof field === "string")
                  throw new Error("Could not find the field with id '" + field + '"');
                else
                  throw new Error("The autocompleter constructor requires an field element or an ID");
              }
              this.ensureNeededAttrs();
              this.hasFocus = false;
              this.changed = false;
              this.active = false;
              this.index = 0;
              this.entryCount = 0;
              this.observer = null;
              this.element.setAttribute("autocomplete", "off");
              this.update.style.display = "none;";
              this.elementEventListeners = {};
              this.addEventListenerToElement("blur", this.onBlur.bind(this));
              this.addEventListenerToElement("keydown", this.onKeyPress.bind(this));
              if (this.options.tokens) {
                this.addEventListenerToElement("click", function() {
                  this.tokenBounds = null;
                  this.getTokenBounds(this.element.selectionStart);
                }.bind(this));
              }
              if (options.maxSelect > 1) {
                var fieldDiv = document.createElement("span");
                fieldDiv.classList.add("autocomp_selected");
                var fieldParent = this.element.parentNode;
                fieldParent.replaceChild(fieldDiv, this.element);
                fieldDiv.appendChild(document.createElement("ul"));
                fieldDiv.appendChild(this.element);
                this.selectedList = fieldDiv.firstChild;
              }
              this.element.setAttribute("role", "combobox");
              this.element.setAttribute("aria-expanded", "false");
              this.onMouseDownListener = this.onMouseDown.bind(this);
              this.addEventListenerToElement("change", this.onChange.bind(this));
              this.addEventListenerToElement("keypress", this.changeToFieldByKeys.bind(this));
              var fieldChanged = function() {
                this.typedSinceLastFocus_ = true;
              }.bind(this);
              this.addEventListenerToElement("paste", fieldChanged);
              this.addEventListenerToElement("cut", fieldChanged);
              this.listContainer = Def3.Autocompleter.sharedDOMCache.get("listContainer");
              this.options.showList = this.showList.bind(this);
              this.options.hideList = this.hideList.bind(this);
              this.options.posAnsList = this.posAnsList.bind(this);
              this.update.style.display = "block";
              this.element.autocomp = this;
              this.index = -1;
              this.initDOMCache();
              this.oldElementValue = this.domCache.get("elemVal");
            },
            /**
             *  Sets the autocompleter's form element's value to the given value.
             *  Differs from Def.Autocompleter.setFieldVal in that it uses and manages
             *  the domCache values.
             * @param val the new value, which should only be a string.
             * @param runChangeEventObservers (default true) whether the change
             *  event observers for the field (which includes the update for the data
             *  model and the running of rules) should be run after the value is set.
             */
            setFieldVal: function(val, runChangeEventObservers) {
              if (typeof runChangeEventObservers === "undefined")
                runChangeEventObservers = true;
              var fieldVal;
              if (runChangeEventObservers)
                fieldVal = this.domCache.get("elemVal");
              this.domCache.set("elemVal", this.element.value = this.oldElementValue = val);
              this.tokenBounds = null;
              if (runChangeEventObservers && fieldVal !== val) {
                Def3.Event.simulate(this.element, "change");
              }
            },
            /**
             *  Ensures there is an ID on the list's element, creating one if necessary.
             */
            ensureNeededAttrs: function() {
              var pElem = this.element;
              if (pElem.id === "") {
                if (!Def3.Autocompleter.lastGeneratedID_)
                  Def3.Autocompleter.lastGeneratedID_ = 0;
                pElem.id = "ac" + ++Def3.Autocompleter.lastGeneratedID_;
              }
            },
            /**
             *  Initializes the stored selection data structures (to empty).
             */
            initStoredSelectionData: function() {
              this.selectedCodes_ = /* @__PURE__ */ Object.create(null);
              this.selectedItems_ = /* @__PURE__ */ Object.create(null);
              this.selectedItemData_ = [];
            },
            /**
             *  Clears the stored selection, and if it is a multi-select list, also
             *  clears the "selection" area that shows the selected items.  If this is
             *  not a multi-select list, it is up to the caller to clear the input field
             *  value.
             */
            clearStoredSelection: function() {
              this.initStoredSelectionData();
              if (this.multiSelect_)
                this.selectedList.innerHTML = "";
            },
            /**
             *  Used by the dupForField methods (defined in the subclasses) to
             *  duplicate the RecordDataRequester.
             * @param fieldID the ID of the field being assigned to the new RecordDataRequester
             *  this method creates.
             * @return the RecordDataRequester for the new autocompleter being
             *  constructed.  (The return value will be null if this autocompleter
             *  doesn't have a RecordDataRequester.)
             */
            dupDataReqForField: function(fieldID) {
              var dataReq = null;
              if (this.recDataRequester_)
                dataReq = this.recDataRequester_.dupForField(fieldID);
              return dataReq;
            },
            /**
             *  Returns the codes for the currently selected items or an empty array if there are none.
             *  If some of the selected items do not have a code, there will be null in
             *  that place in the returned array.
             */
            getSelectedCodes: function() {
              var keys = this.getSelectedItems();
              var rtn = [];
              for (var i = 0, len = keys.length; i < len; ++i) {
                rtn.push(this.selectedCodes_[keys[i]]);
              }
              return rtn;
            },
            /**
             *  Returns the display strings for the currently selected items or an empty array if there are none.
             */
            getSelectedItems: function() {
              return Object.keys(this.selectedItems_);
            },
            /**
             *  Returns all information about the currently selected list items.
             * @return an array of hashes, each with at least a "text" property for the
             *  item's display text.  The hashes may also contain (if the data was
             *  provided) properties "code", "code_system", and "data" (which for search
             *  lists contains the "extra data" fields for that item).  The return value
             *  will be null if there are no selected items.
             */
            getSelectedItemData: function() {
              return this.selectedItemData_.length > 0 ? this.selectedItemData_ : null;
            },
            /**
             *  Adds the code for the current item in the field to the list of selected
             *  codes, and does the same for the item text.  If this is not a multi-select
             *  list, the newly selected code will replace the others.  The text and
             *  code values can be provided to set the currently stored value.  This
             *  does not broadcast any events.
             * @param itemText (optional) if provided, this will be the selected text rather
             *  than the current item in the field.  When this is provided, it is
             *  assumed that "code" is provided too.
             * @param code (optional) if provided, this will be the code for the
             *  selected text rather than the code for the item currently in the field.
             *  If this is provided, itemText must be provided too.
             */
            storeSelectedItem: function(itemText, code) {
              if (itemText === void 0) {
                itemText = this.domCache.get("elemVal");
                code = this.getItemCode(itemText);
              }
              if (!this.multiSelect_) {
                this.clearStoredSelection();
              }
              if (itemText) {
                var hasCode = code !== null && code !== void 0;
                if (hasCode) {
                  this.selectedCodes_[itemText] = code;
                }
                this.selectedItems_[itemText] = 1;
                var itemData;
                if (this.getItemData)
                  itemData = this.getItemData(itemText);
                else {
                  itemData = { text: itemText };
                  if (hasCode)
                    itemData.code = code;
                }
                this.selectedItemData_.push(itemData);
              }
            },
            /**
             *  Returns the code for the given item text, or null if there isn't one.
             */
            getItemCode: function(itemText) {
              if (!this.itemToDataIndex_)
                this.initItemToDataIndex();
              var dataIndex = this.itemToDataIndex_[itemText];
              var newCode = null;
              if (dataIndex !== void 0 && this.itemCodes_)
                newCode = this.itemCodes_[dataIndex];
              return newCode;
            },
            /**
             *  Appends the given string (presumably a list item, but possibly off the
             *  list) to the selected area.  This is only for multi-select lists.  Do
             *  not call it for single-select lists, or you will get an error.
             * @param text the text to be added to the list of selected items.
             * @return an HTML-escaped version of the "text"
             */
            addToSelectedArea: function(text) {
              var escapedVal = Def3.Autocompleter.Base.escapeAttribute(text);
              var li = '<li><button type="button" aria-label="&quot;' + escapedVal + '&quot; item remove"><span aria-hidden="true">&times;</span></button>' + escapedVal + "</li>";
              this.selectedList.insertAdjacentHTML("beforeend", li);
              var span = this.selectedList.lastChild.childNodes[0];
              span.addEventListener("click", this.removeSelection.bind(this));
              return escapedVal;
            },
            /**
             *  Moves the current field string to the selected area (for multi-select
             *  lists).  After this, the field will be blank.
             */
            moveEntryToSelectedArea: function() {
              var escapedVal = this.addToSelectedArea(this.domCache.get("elemVal"));
              this.setFieldVal(this.processedFieldVal_ = "", false);
              Def3.Autocompleter.screenReaderLog("Selected " + escapedVal);
              if (this.index >= 0) {
                var itemContainer = Def3.Autocompleter.listItemElementContainer();
                itemContainer.removeChild(this.getCurrentEntry());
                --this.entryCount;
                var itemNodes = itemContainer.childNodes;
                for (var i = this.index, len = itemNodes.length; i < len; ++i)
                  itemNodes[i].autocompleteIndex = i;
                if (this.index == this.entryCount)
                  --this.index;
                if (this.numHeadings_) {
                  var startPos = this.index;
                  while (this.index < this.entryCount && this.liIsHeading(this.getCurrentEntry()))
                    ++this.index;
                  if (this.index == this.entryCount) {
                    this.index = startPos - 1;
                    while (this.index > 0 && this.liIsHeading(this.getCurrentEntry()))
                      --this.index;
                  }
                }
                this.render();
              }
              this.active = true;
              this.hasFocus = true;
              this.posAnsList();
            },
            /**
             *  For a multi-select list, this is an event handler that removes an item
             *  from the selected area.
             * @param event the click event on the item to be removed.
             */
            removeSelection: function(event) {
              var li = event.target.parentNode;
              if (event.target.tagName === "SPAN")
                li = li.parentNode;
              li.parentNode.removeChild(li);
              var itemText = li.childNodes[1].textContent;
              delete this.selectedCodes_[itemText];
              delete this.selectedItems_[itemText];
              for (var i = 0, len = this.selectedItemData_.length; i < len; ++i) {
                if (this.selectedItemData_[i].text === itemText) {
                  this.selectedItemData_.splice(i, 1);
                  break;
                }
              }
              this.listSelectionNotification(itemText, true, true);
              Def3.Autocompleter.screenReaderLog("Unselected " + itemText);
            },
            /**
             *  Returns true if the given text is one of the list items that
             *  has already been selected (for multi-select lists).
             */
            isSelected: function(itemText) {
              return this.selectedItems_ && this.selectedItems_[itemText] === 1;
            },
            /**
             *  Returns the score field for this list, or null if there isn't one
             */
            getScoreField: function() {
              if (!this.scoreFieldInitialized_) {
                this.scoreField_ = Def3.Autocompleter.getScoreField(this.element);
                if (this.scoreField_)
                  this.scoreFieldInitialized_ = true;
              }
              return this.scoreField_;
            },
            /**
             *  Listens to keypress events to determine if the user has typed into
             *  the field.
             * @param evt the key event
             */
            changeToFieldByKeys: function(evt) {
              if (!this.typedSinceLastFocus_) {
                var change = false;
                if (typeof evt.which === "undefined") {
                  change = true;
                } else if (typeof evt.which === "number" && evt.which > 0) {
                  change = !evt.ctrlKey && !evt.metaKey && !evt.altKey && evt.which !== 8;
                }
                this.typedSinceLastFocus_ = change;
              }
            },
            /**
             *  Sets up event listeners for the list elements.
             * @param element a list item DOM element.
             */
            addObservers: function(element) {
              element.addEventListener("mousedown", this.onMouseDownListener);
            },
            /**
             *  Returns the value of a list item (minus any sequence number and
             *  separator.)
             * @param itemElem a list item DOM element.
             */
            listItemValue: function(itemElem) {
              var rtn;
              if (this.options.tableFormat)
                rtn = itemElem.getAttribute("data-fieldval");
              else
                rtn = itemElem.textContent;
              return rtn;
            },
            /**
             *  Override the Scriptaculous version so we do *not* call scrollIntoView().
             *  This does not work well on our page, so we have to do the scrolling
             *  ourselves.
             */
            markPrevious: function() {
              if (this.preFieldFillVal_ === null)
                this.preFieldFillVal_ = this.domCache.get("elemVal");
              var stopIndex = this.index;
              if (stopIndex === -1)
                stopIndex = this.entryCount - 1;
              var highlightedLITag;
              do {
                if (this.index > 0)
                  this.index--;
                else
                  this.index = this.entryCount - 1;
                highlightedLITag = this.getCurrentEntry();
                var itemText = this.listItemValue(highlightedLITag);
                if (this.itemTextIsHeading(itemText)) {
                  Def3.Autocompleter.screenReaderLog("Above list heading: " + itemText);
                  highlightedLITag = null;
                }
              } while (!highlightedLITag && this.index !== stopIndex);
              if (highlightedLITag) {
                this.scrollToShow(highlightedLITag, this.update.parentNode);
                this.updateElementAfterMarking(highlightedLITag);
              }
            },
            /**
             *  Override the Scriptaculous version so we do *not* call scrollIntoView().
             *  This does not work well on our page, so we have to do the scrolling
             *  ourselves.
             */
            markNext: function() {
              if (this.preFieldFillVal_ === null)
                this.preFieldFillVal_ = this.domCache.get("elemVal");
              var stopIndex = this.index;
              if (stopIndex === -1)
                stopIndex = this.entryCount - 1;
              var highlightedLITag;
              do {
                if (this.index < this.entryCount - 1)
                  this.index++;
                else
                  this.index = 0;
                highlightedLITag = this.getCurrentEntry();
                var itemText = this.listItemValue(highlightedLITag);
                if (this.itemTextIsHeading(itemText)) {
                  Def3.Autocompleter.screenReaderLog("Under list heading: " + itemText);
                  highlightedLITag = null;
                }
              } while (!highlightedLITag && this.index !== stopIndex);
              if (highlightedLITag) {
                this.scrollToShow(highlightedLITag, this.update.parentNode);
                this.updateElementAfterMarking(highlightedLITag);
              }
            },
            /**
             *  Updates the field after an element has been highlighted in the list
             *  (e.g. via arrow keys).
             * @param listElement the DOM element that has been highlighted
             */
            updateElementAfterMarking: function(listElement) {
              var oldTokenBounds = this.tokenBounds;
              this.updateElement(listElement);
              if (this.options.tokens) {
                this.getTokenBounds(oldTokenBounds && oldTokenBounds[0]);
                this.element.setSelectionRange(this.tokenBounds[0], this.tokenBounds[1]);
              } else
                this.element.select();
              if (this.options.tableFormat) {
                var logEntry = [];
                var cells = listElement.querySelectorAll("td");
                if (cells.length > 1) {
                  for (var i = 0, len = cells.length; i < len; ++i)
                    logEntry.push(cells[i].innerText);
                  Def3.Autocompleter.screenReaderLog(logEntry.join("; "));
                }
              }
            },
            /**
             *  Hides the list container.
             */
            hideList: function() {
              if (this.element && Def3.Autocompleter.currentAutoCompField_ === this.element.id) {
                var hidden = this.listContainer.style.visibility !== "visible";
                if (!hidden) {
                  this.listContainer.style.visibility = "hidden";
                  this.listShowing = false;
                  this.listContainer.setAttribute("aria-hidden", "true");
                  this.element.setAttribute("aria-expanded", "false");
                  window.removeEventListener("resize", this.windowResizeEventHandler);
                }
              }
            },
            /**
             *  Shows the list container.
             */
            showList: function() {
              var previouslyHidden = this.listContainer.style.visibility !== "visible";
              this.listContainer.style.visibility = "visible";
              this.listShowing = true;
              this.listContainer.setAttribute("aria-hidden", "false");
              this.element.setAttribute("aria-expanded", "true");
              if (previouslyHidden && !this.temporaryHide_ && this.entryCount > 0) {
                Def3.Autocompleter.screenReaderLog("A list has appeared below the " + this.getFieldName() + ".");
                if (this.options.tableFormat && this.options.colHeaders) {
                  Def3.Autocompleter.screenReaderLog("The column headers on the multi-column list are " + this.options.colHeaders.join("; "));
                }
              }
              this.windowResizeEventHandler = this.posAnsList.bind(this);
              window.addEventListener("resize", this.windowResizeEventHandler);
            },
            /**
             *  Returns a field "name" like 'field "Drug Use Status"' for labeled fields,
             *  or just 'field' if there is no field label.
             */
            getFieldName: function() {
              if (this.fieldName_ === void 0) {
                var fieldLabel = Def3.Autocompleter.getFieldLabel(this.element.id);
                this.fieldName_ = fieldLabel === null ? "field" : 'field "' + fieldLabel + '"';
              }
              return this.fieldName_;
            },
            /**
             *  Scrolls the given item into view within its container.
             * @param item the item to scroll into view
             * @param container the scrollable container that has the item
             */
            scrollToShow: function(item, container) {
              if (item.offsetTop < container.scrollTop) {
                container.scrollTop = item.offsetTop;
              } else {
                var itemHeight = item.clientHeight;
                var containerHeight = container.clientHeight;
                if (item.offsetTop + itemHeight - container.scrollTop > containerHeight) {
                  container.scrollTop = item.offsetTop + itemHeight - containerHeight;
                }
              }
            },
            /**
             *  Pages the choice list (or table) up or down.
             * @param pageUp - true if it should try to page up, or false if it should
             *  try to page down.
             */
            pageOptionsUpOrDown: function(pageUp) {
              var compOpts = document.querySelector("#completionOptionsScroller");
              var compOptHeight = compOpts.clientHeight;
              var newScrollTop;
              if (pageUp) {
                if (compOpts.scrollTop > 0) {
                  newScrollTop = compOpts.scrollTop - compOptHeight;
                  if (newScrollTop < 0)
                    newScrollTop = 0;
                  compOpts.scrollTop = newScrollTop;
                }
              } else {
                var fullListHeight = document.querySelector("#completionOptions").clientHeight;
                var maxScrollTop = fullListHeight - compOptHeight;
                if (maxScrollTop < 0)
                  maxScrollTop = 0;
                if (compOpts.scrollTop < maxScrollTop) {
                  newScrollTop = compOpts.scrollTop + compOptHeight;
                  if (newScrollTop > maxScrollTop)
                    newScrollTop = maxScrollTop;
                  compOpts.scrollTop = newScrollTop;
                }
              }
            },
            /**
             *  Returns true if the given key event is a search request.
             */
            isSearchKey: function(event) {
              return event.ctrlKey && event.keyCode === keyCodes.ENTER;
            },
            /**
             *  Handles key down events in the field (in spite of the name).
             * @param event the event object from the keypress event
             */
            onKeyPress: function(event) {
              if (this.enabled_) {
                var charCode = event.keyCode;
                var keyHandled = true;
                if (this.fieldEventIsBigList(event)) {
                  event.stopImmediatePropagation();
                  if (this.preFieldFillVal_)
                    this.setFieldVal(this.preFieldFillVal_, false);
                  this.handleSeeMoreItems(event);
                  Def3.Autocompleter.Event.notifyObservers(
                    this.element,
                    "LIST_EXP",
                    { list_expansion_method: "CtrlRet" }
                  );
                } else {
                  var keys = keyCodes;
                  switch (charCode) {
                    case keys.ENTER:
                      if (this.multiSelect_)
                        Def3.Autocompleter.stopEvent(event);
                      this.handleDataEntry(event);
                      break;
                    case keys.TAB:
                      if (this.domCache.get("elemVal") !== "")
                        this.handleDataEntry(event);
                      break;
                    case keys.ESCAPE:
                      if (this.preFieldFillVal_ !== null) {
                        this.setFieldVal(this.preFieldFillVal_, false);
                        Def3.Autocompleter.Event.notifyObservers(
                          this.element,
                          "CANCEL",
                          { restored_value: this.preFieldFillVal_ }
                        );
                      }
                      if (this.active) {
                        this.index = -1;
                        this.hide();
                        this.active = false;
                      }
                      break;
                    default:
                      if (this.active) {
                        switch (charCode) {
                          case keys.PAGE_UP:
                            this.pageOptionsUpOrDown(true);
                            break;
                          case keys.PAGE_DOWN:
                            this.pageOptionsUpOrDown(false);
                            break;
                          default:
                            if (!event.ctrlKey) {
                              switch (charCode) {
                                case keys.DOWN:
                                case keys.UP:
                                  charCode === keys.UP ? this.markPrevious() : this.markNext();
                                  this.render();
                                  Def3.Autocompleter.stopEvent(event);
                                  break;
                                case keys.LEFT:
                                case keys.RIGHT:
                                  if (this.options.tokens) {
                                    this.tokenBounds = null;
                                    this.getTokenBounds();
                                  }
                                  if (!event.ctrlKey && this.index >= 0 && this.update.classList.contains("multi_col")) {
                                    this.moveToOtherColumn(event);
                                  }
                                  break;
                                default:
                                  keyHandled = false;
                              }
                            } else
                              keyHandled = false;
                        }
                      } else
                        keyHandled = false;
                  }
                }
                if (!keyHandled) {
                  if ((!event.ctrlKey || charCode === 86) && // 86 = V (control+v sends V)
                  charCode !== 16 && charCode !== 17 && charCode !== 0) {
                    this.preFieldFillVal_ = null;
                    this.changed = true;
                    this.hasFocus = true;
                    this.matchListItemsToField_ = true;
                    if (this.observer)
                      clearTimeout(this.observer);
                    this.observer = setTimeout(
                      this.onObserverEvent.bind(this),
                      this.options.frequency * 1e3
                    );
                  }
                }
              }
            },
            /**
             *  Sets the indicator to let the user know the whether the field value
             *  (if present) matches a value in the field's list.
             * @param matchStatus the match status.  This should be true if the field
             *  value either matches a list item or is blank, and false otherwise.
             */
            setMatchStatusIndicator: function(matchStatus) {
              if (matchStatus !== this.matchStatus_) {
                if (matchStatus) {
                  if (this.element.classList.contains("no_match")) {
                    this.element.classList.remove("no_match");
                    Def3.Autocompleter.screenReaderLog(
                      "The field no longer contains a non-matching value."
                    );
                  }
                } else {
                  this.element.classList.add("no_match");
                  Def3.Autocompleter.screenReaderLog(
                    "The field's value does not match any items in the list."
                  );
                }
                this.matchStatus_ = matchStatus;
              }
            },
            /**
             *  Sets the indicator that marks a field as having an invalid value.  If
             *  the "invalid" parameter is set to false, the visual and permanent
             *  indicator an invalid value will be removed, but if animation and sound
             *  was in progress, that will run until completion.  (To interrupt that,
             *  use cancelInvalidValIndicator).
             * @param invalid true if the field is invalid.  (This is the reverse of
             *  the parameter to setMatchStatusIndicator, mostly because of the names
             *  of the two methods.)
             */
            setInvalidValIndicator: function(invalid) {
              if (invalid) {
                Def3.Autocompleter.setOffAlarm(this.element);
                if (!this.invalidStatus_) {
                  this.element.classList.add("invalid");
                  this.element.setAttribute("invalid", true);
                }
              } else {
                if (this.invalidStatus_) {
                  this.element.classList.remove("invalid");
                  this.element.setAttribute("invalid", false);
                }
              }
              this.invalidStatus_ = invalid;
            },
            /**
             *  Halts any animation and sound associated with the invalid field value
             *  indicator.  This does not clear the permanent visual indicator.  To clear
             *  that, use setInvalidValIndicator(false).
             */
            cancelInvalidValIndicator: function() {
              Def3.Autocompleter.cancelAlarm(this.element);
            },
            /**
             *  This is called to update the completion list area with new search results.
             *  We override this to change the default selection.
             * @param choices the HTML for a ul list.  It should not contain whitespace
             *  text between tags.
             * @param pickedByNum whether the user is picking by number
             */
            updateChoices: function(choices, pickedByNum) {
              this.index = -1;
              if (!this.changed && this.hasFocus) {
                this.update.innerHTML = choices;
                var fc = this.update.firstChild;
                if (fc && fc.tHead) {
                  fc.tHead.addEventListener("mousedown", function(e) {
                    Def3.Autocompleter.stopEvent(e);
                  });
                }
                var domItems = Def3.Autocompleter.listItemElements();
                if (domItems) {
                  this.entryCount = domItems.length;
                  var i;
                  if (this.suggestionMode_ !== Def3.Autocompleter.NO_COMPLETION_SUGGESTIONS) {
                    if (this.entryCount > 0 && !this.focusInProgress_ && pickedByNum) {
                      for (i = 0; this.liIsHeading(domItems[i]) && i < this.entryCount; ++i) ;
                      this.index = i;
                    }
                  }
                  for (i = 0; i < this.entryCount; i++) {
                    var entry = this.getEntry(i);
                    entry.autocompleteIndex = i;
                    this.addObservers(entry);
                  }
                } else {
                  this.entryCount = 0;
                }
                if (this.entryCount === 1 && this.options.autoSelect) {
                  this.selectEntry();
                  this.hide();
                } else {
                  this.render();
                }
                if (!this.focusInProgress_) {
                  this.setMatchStatusIndicator(this.entryCount > 0 || this.trimmedElemVal === "");
                }
              }
            },
            /**
             *  Returns true if the user seems to be picking a list item by number.
             */
            pickedByNumber: function() {
              return this.add_seqnum && this.trimmedElemVal.match(/^\d+$/);
            },
            /**
             *  Returns the index of the item in the given list
             *  which should be offered as best match.
             * @param listItems an array of the items in the list
             * @return the index of the item, or -1 if no item should be highlighted.
             */
            pickBestMatch: function(listItems) {
              var elemValue = this.trimmedElemVal.toLowerCase();
              var numItems = listItems.length;
              var rtn = -1;
              if (elemValue.length > 0 && numItems > 0) {
                var minLengthIndex = -1;
                var minLength = Infinity;
                var beginMatchMinLengthIndex = -1;
                var beginMatchMinLength = minLength;
                var innerMatchMinLengthIndex = -1;
                var innerMatchMinLength = minLength;
                for (var i = 0; i < numItems; ++i) {
                  var itemText = listItems[i];
                  if (!this.itemTextIsHeading(itemText)) {
                    var itemTextLC = itemText.toLowerCase();
                    itemTextLC = itemTextLC.replace(/^\W+/, "");
                    var matchIndex = itemTextLC.indexOf(elemValue);
                    var itemTextLength = itemText.length;
                    if (matchIndex === 0) {
                      if (/(^\d+$)/.test(elemValue)) {
                        beginMatchMinLengthIndex = 0;
                        beginMatchMinLength = 0;
                      } else if (itemTextLength < beginMatchMinLength) {
                        beginMatchMinLengthIndex = i;
                        beginMatchMinLength = itemTextLength;
                      }
                    } else if (beginMatchMinLengthIndex === -1) {
                      if (matchIndex > 0) {
                        if (itemTextLength < innerMatchMinLength) {
                          innerMatchMinLengthIndex = i;
                          innerMatchMinLength = itemTextLength;
                        }
                      } else if (innerMatchMinLengthIndex === -1 && // no inner match yet
                      itemTextLength < minLength) {
                        minLength = itemTextLength;
                        minLengthIndex = i;
                      }
                    }
                  }
                }
                if (beginMatchMinLengthIndex > -1)
                  rtn = beginMatchMinLengthIndex;
                else if (innerMatchMinLengthIndex > -1)
                  rtn = innerMatchMinLengthIndex;
                else
                  rtn = minLengthIndex;
              }
              return rtn;
            },
            /**
             *  Positions the answer list.
             */
            posAnsList: function() {
              this.posListBelowFieldInMultiCol();
              if (this.index > 0)
                this.scrollToShow(this.getCurrentEntry(), $("completionOptionsScroller"));
            },
            /**
             *  Positions the list below the field, using a multicolumn format if
             *  necessary and scrolling the document up to show the multicolumn list if
             *  necessary.  This is like the old "posListInMultiCol", but the list is
             *  always below the field.
             */
            posListBelowFieldInMultiCol: function() {
              var sharedDOMCache = Def3.Autocompleter.sharedDOMCache;
              var element = this.domCache.element;
              var update = this.update;
              this.domCache.invalidate("elemPos");
              sharedDOMCache.invalidate("firstEntryWidth");
              sharedDOMCache.invalidate("listBoundingRect");
              sharedDOMCache.invalidate("viewPortWidth");
              if (update.style.height)
                update.style.height = "";
              this.setListWrap(false);
              update.style.width = "auto";
              $("completionOptionsScroller").style.height = "";
              this.listContainer.style.width = "";
              this.listHeight = void 0;
              var positionedElement = this.listContainer;
              positionedElement.style.display = "none";
              var elemPos = this.domCache.get("elemPos");
              positionedElement.style.display = "";
              var documentElementOffset = 0;
              var documentElementStyle = document.documentElement.style;
              if (/^-(\d+\.?\d*)px$/.test(documentElementStyle.top)) {
                documentElementOffset = Number(RegExp.$1);
              }
              positionedElement.style.top = elemPos.top + documentElementOffset + element.offsetHeight + "px";
              var scrolledContainer = this.scrolledContainer_;
              var viewPortHeight = document.documentElement.clientHeight;
              var maxListContainerBottom = viewPortHeight;
              var posElVPCoords = sharedDOMCache.get("listBoundingRect");
              var bottomOfListContainer = posElVPCoords.bottom;
              if (bottomOfListContainer <= maxListContainerBottom) {
                this.setListLeft();
              } else {
                var tryMultiColumn = this.twoColumnFlow_ && !this.options.tableFormat && this.entryCount > 4;
                if (tryMultiColumn) {
                  tryMultiColumn = this.setListWrap(true);
                  if (tryMultiColumn) {
                    bottomOfListContainer = sharedDOMCache.get("listBoundingRect").bottom;
                  }
                }
                if (tryMultiColumn && bottomOfListContainer <= maxListContainerBottom) {
                  this.setListLeft();
                } else {
                  var elementBoundingRect = element.getBoundingClientRect();
                  var heightConstraint = void 0;
                  if (!scrolledContainer || // If the element is a child of some fixed positioned parent (most likely
                  // it's inside a modal dialog), don't try to scroll the page because you can't.
                  // Ideally the using app can pass "scrolledContainer" option as null when
                  // it creates an autocomplete-lhc control inside a modal, but I think it's
                  // helpful to still check it here, in case this option is left as default or
                  // some other edge case where you can't scroll the page. See LF-2681.
                  scrolledContainer === document.documentElement && this.getFixedPositionedParent(element)) {
                    heightConstraint = window.innerHeight - elementBoundingRect.bottom;
                  } else {
                    if (this.lastScrollEffect_)
                      this.lastScrollEffect_.cancel();
                    var scrollDownAmount = bottomOfListContainer - maxListContainerBottom;
                    var elementTop = elementBoundingRect.top;
                    var topNavBarHeight = 0;
                    var headerBarID = this.constructorOpts_.headerBar;
                    if (headerBarID) {
                      var headerBar = document.getElementById(headerBarID);
                      if (headerBar)
                        topNavBarHeight = headerBar.offsetHeight;
                    }
                    var maxScroll;
                    var scrolledContainerViewportTop = scrolledContainer.getBoundingClientRect().top;
                    if (scrolledContainerViewportTop > topNavBarHeight)
                      maxScroll = elementTop - scrolledContainerViewportTop;
                    else
                      maxScroll = elementTop - topNavBarHeight;
                    if (scrollDownAmount > maxScroll) {
                      scrollDownAmount = maxScroll;
                      heightConstraint = viewPortHeight - elementBoundingRect.height - topNavBarHeight;
                    }
                    bottomOfListContainer = heightConstraint === void 0 ? sharedDOMCache.get("listBoundingRect").bottom : sharedDOMCache.get("listBoundingRect").top + heightConstraint;
                    var spacerCoords = sharedDOMCache.get("spacerCoords");
                    if (bottomOfListContainer > spacerCoords.bottom) {
                      var spacerDiv = sharedDOMCache.get("spacerDiv");
                      spacerDiv.style.height = bottomOfListContainer - spacerCoords.top + "px";
                      sharedDOMCache.invalidate("spacerCoords");
                    }
                    this.lastScrollEffect_ = new Def3.Effect.Scroll(
                      scrolledContainer,
                      { y: scrollDownAmount, duration: 0.4 }
                    );
                  }
                  if (heightConstraint !== void 0) {
                    var elementRect = this.setListHeight(heightConstraint);
                    var viewPortWidth = sharedDOMCache.get("viewPortWidth");
                    var posElVPCoords = sharedDOMCache.get("listBoundingRect");
                    if (sharedDOMCache.listWrap && posElVPCoords.width > viewPortWidth) {
                      this.setListWrap(false);
                    }
                  }
                  this.setListLeft();
                }
              }
            },
            /**
             * Returns the closest parent element that has "position: fixed" style.
             * Returns null if there is no fixed positioned parent.
             * @param element HTML element
             * @return {Element|null}
             */
            getFixedPositionedParent: function(element) {
              const parent = element.offsetParent;
              if (!parent) {
                return null;
              } else if (window.getComputedStyle(parent).position === "fixed") {
                return parent;
              } else {
                return this.getFixedPositionedParent(parent);
              }
            },
            /**
             *  Constructs a cache of DOM values for use during list positioning.
             *  Unliked the sharedDOMCache, each autocompleter has its own one of these.
             */
            initDOMCache: function() {
              var acInstance = this;
              var ac = Def3.Autocompleter;
              this.domCache = ac.createDOMCache({
                // element is the positioned element, which might be acInstance.element,
                // or might be a span wrapping it.
                element: acInstance.listPositioningElem()
              }, {
                // elemPos is the offset of "element" as defined above.
                elemPos: function() {
                  return Def3.jqueryLite.getElementOffset(this.element);
                },
                // The field value
                elemVal: function() {
                  return ac.getFieldVal(acInstance.element);
                }
              });
            },
            /**
             *  Returns the element used for positioning the answer list.
             */
            listPositioningElem: function() {
              return this.multiSelect_ ? this.element.parentNode : this.element;
            },
            /**
             *  Sets whether the list is wrapped to two columns or not.  If there is not
             *  enough space for two columns, then there will be no effect when "wrap"
             *  is true.
             * @param wrap if true, the list will be set to flow into two columns; if
             *  false, it will be set to be just one column.
             *  otherwise.
             * @return true if the list is wrapped
             */
            setListWrap: function(wrap) {
              var sharedDOMCache = Def3.Autocompleter.sharedDOMCache;
              if (wrap !== sharedDOMCache.listWrap) {
                if (wrap) {
                  var newListWidth = sharedDOMCache.get("firstEntryWidth") * 2 + 4;
                  var viewPortWidth = sharedDOMCache.get("viewPortWidth");
                  if (newListWidth <= viewPortWidth) {
                    this.listContainer.style.width = newListWidth + "px";
                    this.update.classList.add("multi_col");
                    sharedDOMCache.listWrap = true;
                  }
                } else {
                  this.update.classList.remove("multi_col");
                  this.listContainer.style.width = "";
                  sharedDOMCache.listWrap = false;
                  sharedDOMCache.invalidate("viewPortWidth");
                }
                sharedDOMCache.invalidate("listBoundingRect");
                this.domCache.invalidate("elemPos");
              }
              return sharedDOMCache.listWrap;
            },
            /**
             *  Sets the list's left position to bring it as close as possible to the
             *  left edge of the field and to show as much of the list as possible.
             */
            setListLeft: function() {
              var positionedElement = this.listContainer;
              var sharedDOMCache = Def3.Autocompleter.sharedDOMCache;
              var viewPortWidth = sharedDOMCache.get("viewPortWidth");
              var posElVPCoords = sharedDOMCache.get("listBoundingRect");
              var elemPos = this.domCache.get("elemPos");
              var leftShift = posElVPCoords.width - (viewPortWidth - elemPos.left);
              if (leftShift < 0)
                leftShift = 0;
              var newLeftPos = elemPos.left - leftShift;
              if (newLeftPos < 0)
                newLeftPos = 0;
              var cache = Def3.Autocompleter.sharedDOMCache;
              if (cache.listPosLeft !== newLeftPos) {
                positionedElement.style.left = newLeftPos + "px";
                cache.listPosLeft = newLeftPos;
              }
            },
            /**
             *  Constrains the height of the completion options list.
             * @param height the height for entire list, including the options, the "see
             *  more" link, and the hit count.  This should be an integer number of
             *  pixels.
             */
            setListHeight: function(height) {
              var sharedDOMCache = Def3.Autocompleter.sharedDOMCache;
              var posElVPCoords = sharedDOMCache.get("listBoundingRect");
              var height = height - posElVPCoords.height + // listContainer = everything
              this.update.offsetHeight;
              this.listContainer.style.width = posElVPCoords.width + 20 + "px";
              if (height >= 20) {
                $("completionOptionsScroller").style.height = height + "px";
                sharedDOMCache.invalidate("listBoundingRect");
              }
            },
            /**
             *  Returns the part of the field value (maybe the full field value) that
             *  should be used as the basis for autocompletion.
             */
            getToken: function() {
              var rtn = this.domCache.get("elemVal");
              if (this.options.tokens) {
                var bounds = this.getTokenBounds();
                rtn = rtn.substring(bounds[0], bounds[1]);
              }
              return rtn;
            },
            /**
             *  Returns the indices of the most recently changed part of the element's
             *  value whose boundaries are the closest token characters.  Use when
             *  autocompleting based on just part of the field's value.  Note that the
             *  value is cached.  If you want an updated value, clear this.tokenBounds.
             * @param pos (optional) a position in the string around which to extract
               * the token.  Used when the changed part of the string is not known, or
               * when there is no changed part but the user has clicked on a token.
             */
            getTokenBounds: /* @__PURE__ */ (function() {
              return function(pos) {
                if (null != this.tokenBounds) return this.tokenBounds;
                var value = this.domCache.get("elemVal");
                if (value.trim() === "") return [-1, 0];
                var diff = pos !== void 0 ? pos : this.element.selectionStart;
                var offset = diff == this.oldElementValue.length ? 1 : 0;
                var prevTokenPos = -1, nextTokenPos = value.length;
                var tp;
                for (var index = 0, l = this.options.tokens.length; index < l; ++index) {
                  tp = value.lastIndexOf(this.options.tokens[index], diff + offset - 1);
                  if (tp > prevTokenPos) prevTokenPos = tp;
                  tp = value.indexOf(this.options.tokens[index], diff + offset);
                  if (-1 != tp && tp < nextTokenPos) nextTokenPos = tp;
                }
                return this.tokenBounds = [prevTokenPos + 1, nextTokenPos];
              };
            })(),
            /**
             *  A copy constructor, for a new field (e.g. another field in a new row
             *  of a table).  This method must be overridden by subclasses.
             * @param fieldID the ID of the field being assigned to the new autocompleter
             *  this method creates.
             * @return a new autocompleter for field field ID
             */
            dupForField: function(fieldID) {
              throw "dupForField must be overridden by autocompleter subclasses.";
            },
            /**
             *  Initializes the itemToDataIndex_ map.  This should be overridden by
             *  subclasses.
             */
            initItemToDataIndex: function() {
              throw "initItemToDataIndex must be overridden by autocompleter classes that need it";
            },
            /**
             *  Runs the stuff that needs to be run when the field changes.  (This assumes
             *  that the field has changed.)
             * @param matchStatus (optional) Set this to false if this should assume the
             *  field value does not match the list.  If not provided, this.matchStatus_
             *  will be used.
             */
            propagateFieldChanges: function(matchStatus) {
              if (matchStatus === void 0)
                matchStatus = this.matchStatus_;
              if (this.recDataRequester_) {
                if (matchStatus && this.domCache.get("elemVal").trim() !== "")
                  this.recDataRequester_.requestData();
                else
                  this.recDataRequester_.clearDataOutputFields();
              }
            },
            /*
             *  Returns the value the user actually typed in the field (which might
             *  have just been the first few characters of the final list value
             *  following a selection).
             */
            getValTyped: function() {
              return this.preFieldFillVal_ === null ? this.domCache.get("elemVal") : this.preFieldFillVal_;
            },
            /**
             *  Notifies event observers of an attempted list selection (which might
             *  actually have just been the user typing a value rather than picking it
             *  from the list).
             * @param valTyped The value the user actually typed in the field (which might
             *  have just been the first few characters of the final list value).
             * @param onList whether the final value was on the list
             * @param removed For multi-select lists, this indicates whether the
             *  selection was actual an unselection, removing the named item from the
             *  list of selected items.  When true, valTyped is the removed value.
             *  (Optional; default false)
             */
            listSelectionNotification: function(valTyped, onList, removed) {
              var finalVal;
              if (removed === void 0)
                removed = false;
              else if (removed) {
                finalVal = valTyped;
                valTyped = "";
              }
              if (finalVal === void 0)
                finalVal = this.domCache.get("elemVal");
              var inputMethod = this.clickSelectionInProgress_ ? "clicked" : this.preFieldFillVal_ === null ? "typed" : "arrows";
              var usedList = inputMethod !== "typed" && onList;
              var newCode = this.options.tokens ? this.getTokenSeparatedCode_(finalVal) : this.getItemCode(finalVal);
              if (this.options.tokens && this.pendingQueriesForCode_ !== void 0 && this.pendingQueriesForCode_.length) {
                Promise.allSettled(this.pendingQueriesForCode_).then(() => {
                  var newCode2 = this.getTokenSeparatedCode_(finalVal);
                  Def3.Autocompleter.Event.notifyObservers(
                    this.element,
                    "LIST_SEL",
                    {
                      input_method: inputMethod,
                      val_typed_in: valTyped,
                      final_val: finalVal,
                      used_list: usedList,
                      list: this.rawList_,
                      on_list: onList,
                      item_code: newCode2,
                      removed
                    }
                  );
                });
              } else {
                Def3.Autocompleter.Event.notifyObservers(
                  this.element,
                  "LIST_SEL",
                  {
                    input_method: inputMethod,
                    val_typed_in: valTyped,
                    final_val: finalVal,
                    used_list: usedList,
                    list: this.rawList_,
                    on_list: onList,
                    item_code: newCode,
                    removed
                  }
                );
              }
            },
            /**
             * Constructs the code for the token-separated input.
             * The result consists of codes for each item, combined by the same tokens as
             * in the input text.
             * @params str the token-separated input string
             */
            getTokenSeparatedCode_: function(str) {
              const pattern = `(${this.options.tokens.map((token) => token.replace(/[-\/\\^$*+?.()|[\]{}]/g, "\\$&")).join("|")})`;
              const regex = new RegExp(pattern, "g");
              const regex2 = new RegExp(pattern);
              const result = [];
              let lastIndex = 0;
              let match;
              while ((match = regex.exec(str)) !== null) {
                const item = str.slice(lastIndex, match.index);
                let code = this.getCodeForSingleItem_(item);
                if (lastIndex !== 0 && typeof code === "string" && regex2.test(code)) {
                  code = this.tokenGroupingFunction_(code);
                }
                result.push(code);
                result.push(match[0]);
                lastIndex = regex.lastIndex;
              }
              let lastCode = this.getCodeForSingleItem_(str.slice(lastIndex));
              if (lastIndex !== 0 && typeof lastCode === "string" && regex2.test(lastCode)) {
                lastCode = this.tokenGroupingFunction_(lastCode);
              }
              result.push(lastCode);
              return result.some((c) => c === null) ? null : result.join("");
            },
            /**
             * Gets the code for a single item (no tokens).
             * @param item text of an item which does not contain tokens
             */
            getCodeForSingleItem_: function(item) {
              if (this.codesForSelectedItems_ !== void 0) {
                if (this.codesForSelectedItems_[item]) {
                  return this.codesForSelectedItems_[item];
                } else {
                  this.pendingQueriesForCode_.push(this.queryForCode_(item));
                  return null;
                }
              } else {
                return this.getItemCode(item);
              }
            },
            /**
             *  Attempts to select an item from the list, if possible.  If successful,
             *  this will take care of updating the code field, and running rules.
             * @return true if an item was successfully selected (i.e. the list was active
             *  and the item was on the list), and false if not.
             */
            attemptSelection: function() {
              var canSelect = false;
              var valTyped = this.getValTyped();
              if (this.active) {
                if (this.index === -1) {
                  var elemVal = this.getToken();
                  var lcElemVal = elemVal.toLowerCase();
                  var caseSensitiveMatchIndex = -1;
                  var matchIndex = -1;
                  for (var i = 0; i < this.entryCount && caseSensitiveMatchIndex < 0; ++i) {
                    var li = this.getEntry(i);
                    var liVal = this.listItemValue(li);
                    if (!this.liIsHeading(li)) {
                      if (elemVal === liVal)
                        caseSensitiveMatchIndex = i;
                      else if (this.caseInsenstiveSelection_ && matchIndex < 0 && lcElemVal === liVal.toLowerCase())
                        matchIndex = i;
                    }
                  }
                  if (caseSensitiveMatchIndex >= 0) {
                    this.index = caseSensitiveMatchIndex;
                    canSelect = true;
                  } else if (matchIndex >= 0) {
                    this.index = matchIndex;
                    canSelect = true;
                  }
                } else
                  canSelect = this.entryCount > 0 && !this.liIsHeading(this.getCurrentEntry());
                this.fieldValIsListVal_ = canSelect;
                if (canSelect) {
                  this.active = false;
                  this.updateElement(this.getCurrentEntry());
                  this.storeSelectedItem();
                  if (Def3.Autocompleter.Event.callbacks_ !== null)
                    this.listSelectionNotification(valTyped, true);
                  this.processedFieldVal_ = Def3.Autocompleter.getFieldVal(this.element);
                  this.setMatchStatusIndicator(true);
                  this.setInvalidValIndicator(false);
                  this.propagateFieldChanges();
                  if (this.multiSelect_)
                    this.moveEntryToSelectedArea();
                }
                if (!this.multiSelect_) {
                  this.active = false;
                  this.hide();
                }
              }
              return canSelect;
            },
            /**
             *  Overrides the base selectEntry to handle the updating of the code field,
             *  etc.  This function assumes that the caller knows there is something
             *  to select.
             */
            selectEntry: function() {
              this.attemptSelection();
            },
            /**
             *  Takes appropriate action when the user enters something in the field
             *  that is not a list item.
             */
            handleNonListEntry: function() {
              this.propagateFieldChanges(false);
              if (!this.multiSelect_) {
                this.clearStoredSelection();
              }
              var fieldVal = Def3.Autocompleter.getFieldVal(this.element);
              if (Def3.Autocompleter.getFieldVal(this.element) === "") {
                this.setMatchStatusIndicator(true);
                this.setInvalidValIndicator(false);
                this.storeSelectedItem("");
                if (Def3.Autocompleter.Event.callbacks_ !== null)
                  this.listSelectionNotification("", false);
                this.processedFieldVal_ = fieldVal;
              } else {
                if (this.enabled_)
                  this.setMatchStatusIndicator(false);
                if (Def3.Autocompleter.Event.callbacks_ !== null)
                  this.listSelectionNotification(this.getValTyped(), false);
                if (this.matchListValue_) {
                  Def3.Autocompleter.screenReaderLog(
                    "For this field your entry must match an item from the suggestion list."
                  );
                  this.setInvalidValIndicator(true);
                  this.refocusInProgress_ = true;
                  this.processedFieldVal_ = fieldVal;
                  setTimeout(function() {
                    if (this.element) {
                      this.element.focus();
                      this.element.select();
                    }
                    this.refocusInProgress_ = false;
                  }.bind(this));
                } else {
                  const val = this.domCache.get("elemVal");
                  const alreadySelected = this.multiSelect_ && this.isSelected(val);
                  if (!alreadySelected)
                    this.storeSelectedItem();
                  if (this.multiSelect_) {
                    if (alreadySelected) {
                      this.setFieldVal(this.processedFieldVal_ = "", false);
                      Def3.Autocompleter.screenReaderLog(val + " is already selected.");
                    } else
                      this.moveEntryToSelectedArea();
                  } else
                    this.processedFieldVal_ = fieldVal;
                  if (this.findSuggestions && this.nonMatchSuggestions_ && !this.multiSelect_) {
                    setTimeout(function() {
                      this.findSuggestions();
                    }.bind(this));
                  }
                }
              }
            },
            /**
             *  An event function for when the field changes.
             * @param event the DOM event object for the change event
             */
            onChange: function(event) {
              this.domCache.invalidate("elemVal");
              if (!Def3.Autocompleter.completionOptionsScrollerClicked_) {
                this.handleDataEntry(event);
              }
            },
            /**
             *  An event function for when the field loses focus.
             * @param event the DOM event object for the blur event
             */
            onBlur: function(event) {
              if (!Def3.Autocompleter.completionOptionsScrollerClicked_) {
                if (this.lastScrollEffect_)
                  this.lastScrollEffect_.cancel();
                var elemVal = Def3.Autocompleter.getFieldVal(this.element);
                if (elemVal !== this.processedFieldVal_)
                  Def3.Event.simulate(this.element, "change");
                if (this.enabled_ && !this.refocusInProgress_) {
                  this.hide();
                  if (document.activeElement === this.element) {
                    this._disableListItemClick = true;
                  }
                  this.hasFocus = false;
                  this.active = false;
                  if (this.invalidStatus_)
                    this.clearInvalidFieldVal();
                  else {
                    if (Def3.Autocompleter.getFieldVal(this.element) === "")
                      this.setMatchStatusIndicator(true);
                    else if (this.fieldValIsListVal_ === false)
                      this.setMatchStatusIndicator(false);
                  }
                }
              }
            },
            /**
             *  Clears an (assumed) invalid value from the list field, and resets the
             *  invalid indicator.
             */
            clearInvalidFieldVal: function() {
              this.setFieldVal("", false);
              this.setInvalidValIndicator(false);
              this.setMatchStatusIndicator(true);
              this.listSelectionNotification("", false);
              this.processedFieldVal_ = "";
            },
            /**
             *  A method that gets called when the field gains the focus.
             * @param event the DOM event object for the focus event
             */
            onFocus: function(event) {
              Def3.Autocompleter.currentAutoCompField_ = this.element.id;
              if (!this.refocusInProgress_)
                this.processedFieldVal_ = Def3.Autocompleter.getFieldVal(this.element);
              this.refocusInProgress_ = false;
              this.preFieldFillVal_ = null;
              Def3.Autocompleter.Event.notifyObservers(
                this.element,
                "FOCUS",
                { start_val: this.processedFieldVal_ }
              );
              if (this.multiSelect_) {
                var selectedItems = Object.getOwnPropertyNames(this.selectedItems_);
                var numSelected = selectedItems.length;
                if (numSelected > 0) {
                  var msg = "Above this multi-select field are deselection buttons for each selected item.  Currently selected:" + selectedItems.join(", ");
                  Def3.Autocompleter.screenReaderLog(msg);
                }
              }
            },
            /**
             *  Handles click events on the option list.
             * @param event the DOM event object for the mouse event
             */
            onMouseDown: function(event) {
              if (this._disableListItemClick) {
                return;
              }
              Def3.Autocompleter.stopEvent(event);
              var itemElem = event.target;
              while (itemElem && itemElem.autocompleteIndex === void 0)
                itemElem = itemElem.parentNode;
              if (itemElem && !this.liIsHeading(itemElem)) {
                this.clickSelectionInProgress_ = true;
                this.index = itemElem.autocompleteIndex;
                this.selectEntry();
                this.hide();
                this.clickSelectionInProgress_ = false;
                if (this.multiSelect_)
                  this.showList();
              }
              this.tokenBounds = null;
            },
            /**
             *  Handles entry of an item.
             * @param event the DOM event signaling the data entry
             */
            handleDataEntry: function(event) {
              if (this.invalidStatus_ && this.processedFieldVal_ === this.domCache.get("elemVal"))
                this.clearInvalidFieldVal();
              else {
                if (this.observer)
                  clearTimeout(this.observer);
                var elemVal = Def3.Autocompleter.getFieldVal(this.element);
                var selectionSucceeded = false;
                if (this.processedFieldVal_ !== elemVal && elemVal !== "")
                  selectionSucceeded = this.attemptSelection();
                else if (this.multiSelect_ && elemVal === "" && this.index >= 0)
                  selectionSucceeded = this.attemptSelection();
                if (this.processedFieldVal_ !== elemVal && !selectionSucceeded) {
                  if (elemVal === "")
                    this.fieldValIsListVal_ = false;
                  this.handleNonListEntry();
                }
                if (!this.multiSelect_) {
                  this.hide();
                  this.active = false;
                }
                if (!event.stopped && this.matchListValue_ && this.invalidStatus_)
                  Def3.Autocompleter.stopEvent(event);
              }
            },
            /**
             *  Returns true if the given list item is a list heading rather than a
             *  list item.
             * @param itemText the text of the item from the list
             */
            itemTextIsHeading: function(itemText) {
              var rtn = !!this.numHeadings_;
              if (rtn) {
                if (!this.itemToDataIndex_)
                  this.initItemToDataIndex();
                var listDataIndex = this.itemToDataIndex_[itemText];
                rtn = listDataIndex !== void 0 && !!this.indexToHeadingLevel_[listDataIndex];
              }
              return rtn;
            },
            /**
             *  Returns true if the given LI element is a list heading rather than a
             *  list item.
             * @param li the LI DOM element from the list
             */
            liIsHeading: function(li) {
              var rtn = !!this.numHeadings_;
              if (rtn) {
                rtn = this.itemTextIsHeading(this.listItemValue(li));
              }
              return rtn;
            },
            /**
             *  Gets called when the list needs to be shown.
             * @param element the autocompleter's field
             * @param update the DOM element that gets updated with the list
             */
            onShow: function(element, update) {
              element.autocomp.showList();
            },
            /**
             *  Gets called when the list needs to be hidden.
             * @param element the autocompleter's field
             * @param update the DOM element that gets updated with the list
             */
            onHide: function(element, update) {
              element.autocomp.hideList();
            },
            /**
             *  Moves the selected item to the other column, if there are two columns
             *  in the list.  (This is called when the user hits the right or left arrow.)
             *  This method assumes that the list is active and there is a selected item
             *  in the list (i.e., that the user has arrowed down into the list).
             * @param event the event that triggered this.  If moving to the other
             *  column is possible, the event will be stopped.
             */
            moveToOtherColumn: function(event) {
              var numItems = Def3.Autocompleter.listItemElements().length;
              var half = Math.floor(numItems / 2);
              var shift = Math.ceil(numItems / 2);
              var newIndex = this.index;
              if (this.index < half)
                newIndex = this.index + shift;
              else if (this.index >= shift)
                newIndex = this.index - shift;
              if (newIndex !== this.index) {
                var newItem = this.getEntry(newIndex);
                if (!this.liIsHeading(newItem)) {
                  this.index = newIndex;
                  this.setFieldVal(this.listItemValue(newItem), false);
                  this.element.select();
                  this.render();
                  Def3.Autocompleter.stopEvent(event);
                }
              }
            },
            /**
             *  This gets called when the "See more items" link is clicked.  It should
             *  be overridden by subclasses as appropriate.  This default implementation
             *  does nothing.
             * @param event the click event on the link
             */
            handleSeeMoreItems: function(event) {
            },
            /**
             *  "Reads" the lhc-tools-searchCount and lhc-tools-moreResults divs via the ScreenReaderLog.
             */
            readSearchCount: function() {
              var rtn = false;
              if ($("lhc-tools-searchCount").style.display !== "none") {
                Def3.Autocompleter.screenReaderLog("Showing " + $("lhc-tools-searchCount").innerHTML + ".");
                if ($("lhc-tools-moreResults").style.display !== "none") {
                  Def3.Autocompleter.screenReaderLog("Pressing control+return will expand the list.");
                }
                rtn = true;
              }
              return rtn;
            },
            /**
             *  This can be called when an autocompleter is no longer needed.
             *  It performs any needed cleanup of field references and event listeners.
             *  Most sub-classes should not override this directly, but override
             *  stopObservingEvents and detachFromDOM instead.
             */
            destroy: function() {
              this.hideList();
              this.stopObservingEvents();
              this.removeAutocompleteLhcClasses();
              this.detachFromDOM();
            },
            /**
             * Adds an event listener to this.element and keep references of the callbacks
             * so that it can be removed in stopObservingEvents().
             * The event name is stored as property key in this.elementEventListeners, and
             * callbacks on that event is stored in an array as value for that property.
             */
            addEventListenerToElement: function(event, callback) {
              this.element.addEventListener(event, callback);
              this.elementEventListeners[event] ||= [];
              this.elementEventListeners[event].push(callback);
            },
            /**
             *  This can be called to detach an autocompleter's event listeners.
             */
            stopObservingEvents: function() {
              if (this.observer) {
                clearTimeout(this.observer);
                this.observer = null;
              }
              for (const [key, value] of Object.entries(this.elementEventListeners)) {
                value.forEach((callback) => {
                  this.element.removeEventListener(key, callback);
                }, this);
              }
              this.elementEventListeners = {};
            },
            /**
             * Removes classes added to the element by autocomplete-lhc.
             */
            removeAutocompleteLhcClasses: function() {
              this.element.classList.remove("no_match", "invalid", "ansList", "ac_multiple", "search_field");
            },
            /**
             *  Frees any references this autocompleter has to DOM objects.
             */
            detachFromDOM: function() {
              if (this.multiSelect_) {
                var fieldDiv = this.element.parentNode;
                var originalParent = fieldDiv.parentNode;
                originalParent.replaceChild(this.element, fieldDiv);
                this.selectedList = null;
              }
              this.element.autocomp = null;
              this.element = null;
              this.update = null;
              this.listContainer = null;
              this.recDataRequester_ = null;
            },
            /**
             *  Updates the field with the selected list item value.
             * @param selectedElement the DOM list element (LI or TR) the user selected.
             */
            updateElement: function(selectedElement) {
              var selectedVal = this.listItemValue(selectedElement);
              var newFieldVal = selectedVal;
              if (this.options.tokens) {
                var bounds = this.getTokenBounds();
                if (bounds[0] != -1) {
                  var currentVal = this.domCache.get("elemVal");
                  var newValue = currentVal.substr(0, bounds[0]);
                  var whitespace = currentVal.substr(bounds[0]).match(/^\s+/);
                  if (whitespace)
                    newValue += whitespace[0];
                  newFieldVal = newValue + selectedVal + currentVal.substr(bounds[1]);
                }
                if (this.codesForSelectedItems_ !== void 0) {
                  this.codesForSelectedItems_[selectedVal] = this.getItemCode(selectedVal);
                }
              }
              this.setFieldVal(newFieldVal, false);
              if (this.options.afterUpdateElement)
                this.options.afterUpdateElement(this.element, selectedElement);
            },
            /**
             *  Shows the list.
             */
            show: function() {
              if (getComputedStyle(this.update)["display"] == "none") this.options.onShow(this.element, this.update);
              if (!this.iefix && Browser.IE && getComputedStyle(this.update)["position"] == "absolute") {
                new Insertion.After(
                  this.update,
                  '<iframe id="' + this.update.id + '_iefix" style="display:none;position:absolute;filter:progid:DXImageTransform.Microsoft.Alpha(opacity=0);" src="javascript:false;" frameborder="0" scrolling="no"></iframe>'
                );
                this.iefix = $(this.update.id + "_iefix");
              }
              if (this.iefix) setTimeout(this.fixIEOverlapping.bind(this), 50);
            },
            // This originally came from controls.js in Scriptaculous.  It seems to be working
            // around some IE bug.
            fixIEOverlapping: function() {
              var updatePos = Def3.jqueryLite.getElementOffset(this.update);
              this.iefix.style.left = updatePos.left;
              if (!this.update.style.height)
                this.update.style.top = updatePos.top;
              this.iefix.style.zIndex = 1;
              this.update.style.zIndex = 2;
              this.iefix.style.display = "";
            },
            /**
             *  Hides the list.
             */
            hide: function() {
              if (getComputedStyle(this.update)["display"] != "none") this.options.onHide(this.element, this.update);
              if (this.iefix) this.iefix.style.display = "none";
            },
            /**
             *  Determines the state of the list and its items and shows/hides it as
             *  appropriate.
             */
            render: function() {
              if (this.entryCount > 0) {
                for (var i = 0; i < this.entryCount; i++)
                  this.index == i ? this.getEntry(i).classList.add("selected") : this.getEntry(i).classList.remove("selected");
                if (this.hasFocus) {
                  this.show();
                  this.active = true;
                }
              } else {
                this.active = false;
                this.hide();
              }
            },
            /**
             *  Returns the DOM node corresponding to the list item at the given index.
             * @param index the zero-based index of the list item to retrieve.
             */
            getEntry: function(index) {
              return Def3.Autocompleter.listItemElements()[index];
            },
            // Copied as-is from controls.js  (remove this comment if you modify it).
            getCurrentEntry: function() {
              return this.getEntry(this.index);
            },
            /**
             *  Handles the delayed observer event after the field value changes.
             */
            onObserverEvent: function() {
              this.observer = null;
              if (!this.element)
                return;
              this.domCache.invalidate("elemVal");
              this.changed = false;
              this.tokenBounds = null;
              if (this.getToken().length >= this.options.minChars) {
                this.getUpdatedChoices();
              } else {
                this.active = false;
                this.hide();
                this.progressElement?.classList.remove("show");
              }
              this.oldElementValue = this.domCache.get("elemVal");
            }
          };
          Object.assign(Def3.Autocompleter.Base.prototype, tmp);
          tmp = null;
        }
        if (typeof module !== "undefined")
          module.exports = initializeBase;
        else
          initializeBase(Def2.PrototypeAPI.$, Def2);
      })();
    }
  });

  // source/autoCompPrefetch.js
  var require_autoCompPrefetch = __commonJS({
    "source/autoCompPrefetch.js"(exports, module) {
      (function() {
        function definePrefetch($, Def2) {
          "use strict";
          var Class = Def2.PrototypeAPI.Class;
          var Browser = Def2.PrototypeAPI.Browser;
          var keyCodes = Def2.jqueryLite.ui.keyCode;
          Def2.Autocompleter.Prefetch = Class.create();
          Def2.Autocompleter.Prefetch.constructor = Def2.Autocompleter.Prefetch;
          Object.assign(
            Def2.Autocompleter.Prefetch.prototype,
            Def2.Autocompleter.Base.prototype
          );
          Def2.Autocompleter.Prefetch.prototype.className = "Def.Autocompleter.Prefetch";
          var tmp = {
            /**
             * The HTML that goes before the sequence number (if used).
             */
            SEQ_NUM_PREFIX: '<span class="listNum">',
            /**
             *  The separator between the sequence number (if used) and the list item.
             *  (Note:  The </span> matches an opening <span> before the sequence number.
             */
            SEQ_NUM_SEPARATOR: ":</span>&nbsp; ",
            /**
             *  Whether the field failed validation the last time validation was
             *  run.
             */
            validationFailed_: false,
            /**
             *  Whether or not the list has been changed since construction.
             */
            listIsOriginal_: true,
            /**
             *  The list of options before the addition of item numbers.  Items in this
             *  list will match the value of the field after an item is selected.
             */
            rawList_: null,
            /**
             * The raw list stripped of HTML tags. Used only when isListHTML is true.
             */
            rawListWithoutTags_: null,
            /**
             *  An array of the codes for the items in the list.
             */
            itemCodes_: null,
            /**
             *  Keeps track of whether the autocompleter has made an attempt to
             *  retrieve its list using a RecordDataRequester.
             */
            listLoadAttempted_: false,
            /**
             *  This is set to true when the user clicks on the "see more items" link.
             */
            seeMoreItemsClicked_: false,
            /**
             *  Whether the list shown to the user should be based on matches with
             *  the current field value.
             */
            matchListItemsToField_: false,
            /**
             *  The default selection index for this list when the field is empty.
             */
            defaultSelectionIndex_: null,
            /**
             *  If true, when setListAndField is called the field will be filled in with
             *  the list's value if there is just one item in the list.
             */
            autoFill_: true,
            /**
             *  If true, the list is displayed as HTML.
             */
            isListHTML_: false,
            /**
             *  The constructor.  (See Prototype's Class.create method.)
             *
             * @param field the ID or the DOM element of the field for which the
             *  list is displayed.  If an element is provided, it must contain an ID
             *  attribute, or one will be assigned.
             * @param listItems the array of completion options (list values).  If not
             *  specified here, the list will be supplied later by a call to the
             *  setListAndField function.
             * @param options A hash of optional parameters.  The allowed keys and their
             *  values are:
             *  <ul>
             *    <li>addSeqNum - whether sequence numbers should be added to the items
             *        in the prefetched answer list (default true).</li>
             *    <li>codes - the array of codes for the list values in "listItems"</li>
             *    <li>dataRequester - A DataRecordRequester for getting additional data
             *     after the user makes a selection from the completion list.  This may be
             *     null, in which case no request for additional data is made.</li>
             *    <li>matchListValue - whether the field should validate its value
             *      against the list (default: false)</li>
             *    <li>autoFill - If true, if setListAndField is called with a one-item list,
             *      the field will be filled in with that value.  (default: true).  Not recommended
             *      for multi-selection lists (set by the maxSelect parameter.  A
             *      future version might disable autoFill when maxSelect is set to
             *      something other than 1.)</li>
             *    <li>suggestionMode - an integer specifying what type of suggestion
             *      should be offered based on what the user has typed.  For values, see
             *      defAutocompleterBaseInit in autoCompBase.js.
             *    <li>itemToHeading - a hash of item codes to codes of item headings,
             *     where both items and headings appear in the listItems array.  This
             *     parameter requires that the codes parameter also be supplied.</li>
             *    <li>defaultValue - Either the code or the item text of the default value
             *     for this list's field.</li>
             *    <li>maxSelect - (default 1) The maximum number of items that can be
             *     selected.  Use '*' for unlimited.</li>
             *    <li>scrolledContainer - the element that should be scrolled to bring
             *     the list into view if it would otherwise extend below the edge of the
             *     window. The default is document.documentElement (i.e. the whole
             *     window).  This may be null if no scrolling is desired (e.g. if the
             *     list field is in a fixed position on the window), but in that
             *     case the list element might be unusually short.
             *     Note:  At present the only tested cases of this parameter are the
             *     default value and null.</li>
             *    <li>headerBar - If the page has a fixed-position element at the top of
             *     the page (e.g. a top navigation bar), the autocompleter needs to know
             *     that so that when scrolling to show the list it doesn't scroll the current
             *     field under the header bar.  This is the element ID for such a header
             *     bar.</li>
             *    <li>formattedListItems - an optional HTML formatted list of descriptions.
             *     When provided, the descriptions will be appended to corresponding items
             *     for display. Filtering does not cover content in this formatted list.</li>
             *    <li>isListHTML - Defaults to false. When set to true, display the list
             *     as HTML. This should only be used when you know the list content can be
             *     safely displayed as HTML. With multi-select, make sure the list values,
             *     which are texts with HTML tags removed, are unique in the list.</li>
             *  </ul>
             */
            initialize: function(id, listItems, options) {
              options = Object.assign({
                ignoreCase: true,
                fullSearch: false,
                selector: this.selector,
                getFormattedItemText: this.getFormattedItemText,
                onShow: this.onShow,
                onHide: this.onHide
              }, options || {});
              var addSeqNum = options["addSeqNum"];
              this.add_seqnum = addSeqNum === void 0 ? true : addSeqNum;
              var autoFill = options["autoFill"];
              if (autoFill !== void 0)
                this.autoFill_ = autoFill;
              var isListHTML = options["isListHTML"];
              if (isListHTML !== void 0)
                this.isListHTML_ = isListHTML;
              if (!Def2.Autocompleter.Base.classInit_)
                Def2.Autocompleter.Base.classInit();
              this.initHeadings(options);
              this.defAutocompleterBaseInit(id, options);
              this.addEventListenerToElement("focus", this.onFocus.bind(this));
              this.addEventListenerToElement("click", this.onFieldClick.bind(this));
              var codes = options["codes"];
              this.setList(listItems, codes);
              this.listIsOriginal_ = true;
              this.originalCodes_ = codes;
              this.options.minChars = 0;
              this.splitAutocomp_ = false;
              this.element.classList.add("ansList");
            },
            /**
             *  Populates the list based on the field content.
             */
            getUpdatedChoices: function() {
              this.trimmedElemVal = this.domCache.get("elemVal").trim();
              this.updateChoices(this.options.selector(this), this.pickedByNumber());
            },
            /**
             *  Used by dupForField to duplicate the item to indices map when creating a
             *  copy of this autocompleter for another field.  The map will not be
             *  copied if this autocompleter is not using its original list.  (The
             *  idea is that for fields that are given a list to begin with it makes
             *  sense to copy the map when duplicating, but for fields that
             *  are assigned lists from other actions, it does not make sense to copy
             *  the map.)
             * @param dupAutoComp the duplciate autocompleter instance.
             */
            dupItemToDataIndex: function(dupAutoComp) {
              if (this.listIsOriginal_) {
                if (!this.itemToDataIndex_)
                  this.initItemToDataIndex();
                dupAutoComp.itemToDataIndex_ = this.itemToDataIndex_;
              }
            },
            /**
             *  A copy constructor, for a new field (e.g. another field in a new row
             *  of a table).
             * @param fieldID the ID of the field being assigned to the new autocompleter
             *  this method creates.
             * @return a new autocompleter for field field ID
             */
            dupForField: function(fieldID) {
              var dataReq = this.dupDataReqForField(fieldID);
              var opts = {};
              Object.assign(true, opts, this.constructorOpts_);
              opts["dataRequester"] = dataReq;
              var rtn = new Def2.Autocompleter.Prefetch(fieldID, this.rawList_, opts);
              this.dupItemToDataIndex(rtn);
              return rtn;
            },
            /**
             *  Initializes data structures needed to support headings.
             * @param options the options parameter passed into the constructor.
             */
            initHeadings: function(options) {
              var codes = options["codes"];
              var itemToHeading = options["itemToHeading"];
              if (itemToHeading) {
                options["itemToHeading"] = null;
                var headingCodeLevels = {};
                var indexToHeadingLevel = {};
                for (var i = 0, max = codes.length; i < max; ++i) {
                  var itemCode = codes[i];
                  var headingCode = itemToHeading[itemCode];
                  if (headingCode) {
                    var hcLevel = headingCodeLevels[headingCode];
                    if (!hcLevel) {
                      var phCode = itemToHeading[headingCode];
                      hcLevel = phCode ? headingCodeLevels[phCode] + 1 : 1;
                      headingCodeLevels[headingCode] = hcLevel;
                    }
                  }
                }
                for (i = 0, max = codes.length; i < max; ++i) {
                  hcLevel = headingCodeLevels[codes[i]];
                  indexToHeadingLevel[i] = hcLevel ? hcLevel : 0;
                }
                this.indexToHeadingLevel_ = indexToHeadingLevel;
                options["indexToHeadingLevel"] = indexToHeadingLevel;
                this.numHeadings_ = Object.keys(headingCodeLevels).length;
                options["numHeadings"] = this.numHeadings_;
              } else if (options["indexToHeadingLevel"]) {
                this.indexToHeadingLevel_ = options["indexToHeadingLevel"];
                this.numHeadings_ = options["numHeadings"];
              }
            },
            /**
             *  Initializes itemToDataIndex_, based on the current value of this.rawList_.
             */
            initItemToDataIndex: function() {
              this.itemToDataIndex_ = {};
              if (this.rawList_) {
                for (var i = 0, max = this.rawList_.length; i < max; ++i) {
                  this.itemToDataIndex_[this.rawList_[i]] = i;
                }
              }
            },
            /**
             *  Generates the list of items that match the user's input.  This was
             *  copied from the Scriptaculous controls.js Autocompleter.Local.prototype
             *  and modified (initially to allow matches at word boundaries).
             *  For focus events that are not due to a mouse click selection, we show
             *  the full list.
             * @param instance the autocompleter instance
             *
             * @return the HTML for the list.
             */
            selector: function(instance) {
              var ret = [];
              var partial = [];
              var entry = instance.getToken();
              var totalCount = 0;
              var suggestionIndex = null;
              var useFullList = !instance.matchListItemsToField_ || instance.domCache.get("elemVal").trim() === "";
              var maxReturn = instance.seeMoreItemsClicked_ ? Infinity : Def2.Autocompleter.Base.MAX_ITEMS_BELOW_FIELD * 2;
              var maxItemsPerHeading = useFullList && !instance.seeMoreItemsClicked_ ? Math.floor(maxReturn / instance.numHeadings_) : Infinity;
              if (maxItemsPerHeading < 1)
                maxItemsPerHeading = 1;
              var countForLastHeading = 0;
              var itemsInList = [];
              var rawListIndexes = [];
              var itemToHTMLData = {};
              var lastHeading = null;
              var foundItemForLastHeading = false;
              var headerCount = 0;
              var headingsShown = 0;
              var skippedSelected = 0;
              var isListHTML = instance.options.isListHTML === true;
              var escapeHTML = isListHTML ? (x) => x : Def2.Autocompleter.Base.escapeAttribute;
              if (instance.options.ignoreCase)
                entry = entry.toLowerCase();
              var formattedListItems = instance.options.formattedListItems;
              for (var i = 0, max = instance.rawList_.length; i < max; ++i) {
                var tmp2 = instance.indexToHeadingLevel_[i];
                var isSelectedByNumber = false;
                if (tmp2) {
                  lastHeading = instance.rawList_[i];
                  foundItemForLastHeading = false;
                  ++headerCount;
                } else {
                  var itemText = null;
                  var rawItemText = instance.rawList_[i];
                  if (useFullList) {
                    ++totalCount;
                    itemText = escapeHTML(rawItemText);
                    if (formattedListItems)
                      itemText += formattedListItems[i];
                  }
                  var itemNumStr = null;
                  var matchesItemNum = false;
                  var matchInItemNum = false;
                  if (instance.add_seqnum) {
                    itemNumStr = i + 1 - headerCount + "";
                    var isSelectedByNumber = itemNumStr === entry;
                    if (!useFullList && (isSelectedByNumber || itemNumStr.indexOf(entry) === 0)) {
                      ++totalCount;
                      matchInItemNum = true;
                      if (isSelectedByNumber || totalCount <= maxReturn) {
                        itemNumStr = "<strong>" + itemNumStr.substr(0, entry.length) + "</strong>" + itemNumStr.substr(entry.length);
                        matchesItemNum = true;
                        itemText = instance.SEQ_NUM_PREFIX + itemNumStr + instance.SEQ_NUM_SEPARATOR + escapeHTML(rawItemText);
                        if (formattedListItems)
                          itemText += formattedListItems[i];
                      }
                    }
                  }
                  if (!matchInItemNum && !useFullList) {
                    var foundMatch = false;
                    var elemComp = isListHTML ? instance.rawListWithoutTags_[i] : rawItemText;
                    if (instance.options.ignoreCase)
                      elemComp = elemComp.toLowerCase();
                    var foundPos = elemComp.indexOf(entry);
                    while (!foundMatch && foundPos !== -1) {
                      if (foundPos === 0) {
                        ++totalCount;
                        foundMatch = true;
                        if (totalCount <= maxReturn) {
                          itemText = isListHTML ? rawItemText : "<strong>" + escapeHTML(rawItemText.substr(0, entry.length)) + "</strong>" + escapeHTML(rawItemText.substr(entry.length));
                          if (formattedListItems)
                            itemText += formattedListItems[i];
                        }
                      } else {
                        if (instance.options.fullSearch || /(.\b|_)./.test(elemComp.substr(foundPos - 1, 2))) {
                          ++totalCount;
                          foundMatch = true;
                          if (totalCount <= maxReturn) {
                            var prefix = escapeHTML(rawItemText.substr(0, foundPos));
                            itemText = isListHTML ? rawItemText : prefix + "<strong>" + escapeHTML(rawItemText.substr(foundPos, entry.length)) + "</strong>" + escapeHTML(rawItemText.substr(foundPos + entry.length));
                            if (formattedListItems)
                              itemText += formattedListItems[i];
                          }
                        }
                      }
                      if (!foundMatch)
                        foundPos = elemComp.indexOf(entry, foundPos + 1);
                    }
                  }
                  var alreadySelected = false;
                  if (instance.multiSelect_) {
                    alreadySelected = instance.isSelected(instance.isListHTML_ ? instance.rawListWithoutTags_[i] : rawItemText);
                    if (alreadySelected)
                      ++skippedSelected;
                  }
                  if (!alreadySelected && itemText && (isSelectedByNumber || totalCount <= maxReturn || instance.numHeadings_ > 0 && useFullList)) {
                    if (lastHeading && !foundItemForLastHeading) {
                      foundItemForLastHeading = true;
                      itemsInList.push(lastHeading);
                      rawListIndexes.push(i - 1);
                      ++headingsShown;
                      itemToHTMLData[lastHeading] = [escapeHTML(lastHeading), "heading"];
                      countForLastHeading = 0;
                    }
                    if (!useFullList || !instance.numHeadings_ || countForLastHeading < maxItemsPerHeading || isSelectedByNumber) {
                      if (!matchesItemNum && instance.add_seqnum) {
                        itemText = instance.SEQ_NUM_PREFIX + itemNumStr + instance.SEQ_NUM_SEPARATOR + itemText;
                      }
                      itemsInList.push(rawItemText);
                      rawListIndexes.push(i);
                      if (isSelectedByNumber)
                        suggestionIndex = itemsInList.length - 1;
                      itemToHTMLData[rawItemText] = [itemText];
                      if (useFullList)
                        ++countForLastHeading;
                    }
                  }
                }
              }
              var itemsShownCount = itemsInList.length - headingsShown;
              if (totalCount > itemsShownCount + skippedSelected) {
                $("lhc-tools-searchCount").innerHTML = itemsShownCount + " of " + totalCount + " items total";
                $("lhc-tools-moreResults").style.display = "block";
                $("lhc-tools-searchCount").style.display = "block";
              } else {
                $("lhc-tools-moreResults").style.display = "none";
                $("lhc-tools-searchCount").style.display = "none";
              }
              return instance.buildHTML(itemsInList, rawListIndexes, itemToHTMLData, suggestionIndex);
            },
            /**
             *  Constructs the HTML for the list.
             * @param itemsInList an array of the raw item text for the items to shown
             * @param rawListIndexes an array of the index of itemsInList items in this.rawList_
             * @param itemToHTMLData a hash from raw item texts to an array of data for
             *  the HTML output.  The first item should be the item text with any needed
             *  HTML markup.  The second item, if present, should be a class to apply to
             *  the item's row in the list.
             * @param suggestionIndex the index of the item found for the suggested
             *  item, or null if one is not known yet.
             */
            buildHTML: function(itemsInList, rawListIndexes, itemToHTMLData, suggestionIndex) {
              var topItemIndex = -1;
              var i, topItem;
              var haveSug = suggestionIndex !== null;
              if (!this.numHeadings_ && this.matchListItemsToField_ && (haveSug || this.suggestionMode_ === Def2.Autocompleter.SUGGEST_SHORTEST)) {
                var topItemIndex = haveSug ? suggestionIndex : this.pickBestMatch(itemsInList);
                if (topItemIndex >= 0) {
                  var topItem = itemsInList[topItemIndex];
                  var topItemRawIndex = rawListIndexes[topItemIndex];
                  for (i = topItemIndex; i > 0; --i) {
                    itemsInList[i] = itemsInList[i - 1];
                    rawListIndexes[i] = rawListIndexes[i - 1];
                  }
                  itemsInList[0] = topItem;
                  rawListIndexes[0] = topItemRawIndex;
                }
              }
              var rtn = "<ul>";
              i = 0;
              if (topItemIndex >= 0) {
                rtn += '<li class="suggestion" autocompRawListIndex="' + rawListIndexes[0] + '">' + itemToHTMLData[topItem][0] + "</li>";
                ++i;
              }
              for (var len = itemsInList.length; i < len; ++i) {
                var itemData = itemToHTMLData[itemsInList[i]];
                var cls = itemData[1];
                if (cls)
                  rtn += '<li class="' + cls + '" autocompRawListIndex="' + rawListIndexes[i] + '">' + itemData[0] + "</li>";
                else
                  rtn += '<li autocompRawListIndex="' + rawListIndexes[i] + '">' + itemData[0] + "</li>";
              }
              rtn += "</ul>";
              return rtn;
            },
            /**
             *  Sets the list of items.
             * @param listItems an array of strings to use for the list
             * @param itemCodes an array of codes corresponding to the items in listItems
             */
            setList: function(listItems, itemCodes) {
              this.listIsOriginal_ = false;
              var numItems = listItems.length;
              this.rawList_ = new Array(numItems);
              if (this.isListHTML_) {
                this.rawListWithoutTags_ = new Array(numItems);
              }
              for (var r = 0, max = listItems.length; r < max; ++r) {
                this.rawList_[r] = listItems[r].trim();
                if (this.isListHTML_) {
                  this.rawListWithoutTags_[r] = listItems[r].replace(/(<([^>]+)>)/gi, "").trim();
                }
              }
              var displayList = new Array(numItems);
              var escapeHTML = Def2.Autocompleter.Base.escapeAttribute;
              for (var i = 0; i < numItems; ++i) {
                displayList[i] = escapeHTML(this.rawList_[i]);
                if (this.add_seqnum === true && !this.indexToHeadingLevel_[i]) {
                  displayList[i] = this.SEQ_NUM_PREFIX + (i + 1) + this.SEQ_NUM_SEPARATOR + displayList[i];
                }
              }
              this.options.array = displayList;
              this.itemCodes_ = itemCodes;
              this.itemToDataIndex_ = null;
              this.enabled_ = listItems.length > 0;
              if (listItems.length > 1 || !this.autoFill_)
                this.element.classList.add("ac_multiple");
              else
                this.element.classList.remove("ac_multiple");
              if (this.hasFocus || document.activeElement === this.element)
                this.onFocus();
            },
            /**
             *  Sets the field value to a known list value.  No checking is done
             *  on the value; it is assumed that the caller knows it is a valid
             *  list value.
             */
            setFieldToListValue: function(newVal) {
              this.setFieldVal(newVal, false);
              this.fieldValIsListVal_ = true;
              this.storeSelectedItem();
              this.processedFieldVal_ = newVal;
              this.listSelectionNotification("", true);
              this.setMatchStatusIndicator(true);
              this.setInvalidValIndicator(false);
              this.propagateFieldChanges();
            },
            /**
             *  Sets the list of items.  If there is just one value in the list, the
             *  field value is set to that value too.  If there is more than one value
             *  in the list, the field value is set to blank, because the user should
             *  select a new value if the field now has a new list.  It is not
             *  recommended to call this for multi-selection lists (where maxSelect
             *  was set to something other than 1).
             *
             *  This is invoked when the list is populated based on the value
             *  specified in a different field.  For example, and specifically, the
             *  PHR form has a drug field (e.g. aspirin), and has a field for the
             *  combined strength and form (e.g. 325 MG Tabs).  The list of applicable
             *  strength and form values is not built until the user specifies the
             *  drug.  When that happens, the autocompleter for the drug field
             *  gets and passes the strength and form list to this TablePrefetch
             *  autocompleter.  It's called from the assignDataToFields function -
             *  see Def.Autcompleter.Base.
             *
             * @param listItems an array of strings to use for the list
             * @param itemCodes an array of codes corresponding to the items in listItems
             * @param fieldAlreadySet an optional flag that indicates whether or not
             *  the caller has taken care of updating the field value and its
             *  associated code field.  (Default is FALSE, in which case the field
             *  and code will be updated by this method.)
             * @param pickFirstItem an optional flag that indicates whether or not to set
             *  the field value with the first item in the list, even if the list is
             *  longer than 1.
             */
            setListAndField: function(listItems, itemCodes, fieldAlreadySet, pickFirstItem) {
              if (fieldAlreadySet === void 0)
                fieldAlreadySet = false;
              if (pickFirstItem === void 0)
                pickFirstItem = false;
              this.setList(listItems, itemCodes);
              Def2.Autocompleter.Event.notifyObservers(
                this.element,
                "LIST_ASSIGNMENT",
                {}
              );
              var oldValue = this.domCache.get("elemVal");
              var lenList = listItems.length;
              var newVal;
              if (fieldAlreadySet === false) {
                if (this.autoFill_ && (lenList === 1 || lenList > 1 && pickFirstItem))
                  newVal = this.assembleValue(listItems[0]);
                else
                  newVal = "";
              }
              if (!fieldAlreadySet && oldValue !== newVal) {
                this.setFieldToListValue(newVal);
              }
              this.setInvalidValIndicator(false);
              this.setMatchStatusIndicator(true);
              if (this.options.afterUpdateElement)
                this.options.afterUpdateElement();
            },
            /**
             *  Used by setListAndField to construct an element value from one of the
             *  list items passed in.
             * @param listItem One of the list items given to setListAndField (or in
             *  the same format.
             * @return the value for the field.
             */
            assembleValue: function(listItem) {
              return listItem.trim();
            },
            /**
             *  Override the observer event function (called after a small delay following
             *  a key stroke) so that the list position gets updated.
             */
            onObserverEvent: function() {
              this.temporaryHide_ = true;
              this.hideList();
              Def2.Autocompleter.Base.prototype.onObserverEvent.apply(this, []);
              this.posAnsList();
              this.showList();
              this.temporaryHide_ = false;
            },
            /**
             *  Attempts to find a RecordDataRequester that it can use to retrieve
             *  the list for this autocompleter.  (This method assumes this autocompleter
             *  does not already have a list.)
             *
             *  @param outputFieldID - optional parameter that provides the name of
             *   the field that is to receive the list.  The default is the current
             *   element's id, which is used when this is not supplied.  This is used
             *   in those cases where the output field did/does not exist on the form
             *   and we are getting the list after the field has been created.  The
             *   use case for this is combo fields whose lists are dependent on values
             *   chosen from other (possibly combo) field lists.  An example is the
             *   drug_strength_form "field" on the fetch rule form, whose contents are
             *   dependent on a name_and_route value previously chosen.
             *
             *  @param triggerFieldID - the (also) optional parameter that provides
             *   the name of a field whose current contents are set up as a condition
             *   that later determines whether or not the autocompleter for the current
             *   or output field should be updated when the list being loaded changes.
             *   I know.  That's really convoluted.  I don't know yet how to simplify
             *   it.  lm, 10/2009.
             */
            loadList: function(outputFieldID, triggerFieldID) {
              if (outputFieldID === void 0)
                outputFieldID = this.element.id;
              var targetField = Def2.Autocompleter.getFieldLookupKey(this.element);
              this.listLoadAttempted_ = true;
              var listRdr = Def2.RecordDataRequester.getOutputFieldRDR(outputFieldID);
              if (listRdr) {
                var listData = listRdr.getFieldData(targetField);
                if (listData) {
                  this.setListAndField(listData[0], listData[1], true, false);
                } else {
                  listRdr.assignListData();
                }
                if (outputFieldID !== this.element.id) {
                  var triggerField = $(triggerFieldID);
                  var update_condition = [
                    triggerFieldID,
                    "EQ",
                    Def2.Autocompleter.getFieldVal(triggerField)
                  ];
                  listRdr.addFieldsToUpdateList(outputFieldID, this, update_condition);
                }
              }
            },
            // end loadList
            /**
             *  Returns true if the list is empty.  (May be overridden by a subclass.)
             */
            listIsEmpty: function() {
              return this.options.array.length === 0;
            },
            /**
             *  Returns the initial selection index for the list for when it is
             *  first shown (e.g. on a focus event).  This currently only works
             *  for cases where the number of items in the list does not exceed
             *  MAX_ITEMS_BELOW_FIELD.  (Otherwise, it just returns -1.)
             */
            getInitialSelectionIndex: function() {
              var index = -1;
              if (this.domCache.get("elemVal") == "") {
                if (!this.defaultSelectionIndex_) {
                  var defaultVal = this.constructorOpts_.defaultValue;
                  if (defaultVal !== void 0) {
                    if (this.itemCodes_) {
                      for (var i = 0, max = this.itemCodes_.length; i < max; ++i) {
                        if (this.itemCodes_[i] === defaultVal)
                          index = i;
                      }
                    }
                    if (index === -1) {
                      for (var r = 0, maxlen = this.rawList_.length; r < maxlen; ++r) {
                        if (this.rawList_[r] === defaultVal)
                          index = r;
                      }
                    }
                  }
                  if (index >= Def2.Autocompleter.Base.MAX_ITEMS_BELOW_FIELD * 2)
                    index = -1;
                  this.defaultSelectionIndex_ = index;
                } else
                  index = this.defaultSelectionIndex_;
              }
              return index;
            },
            /**
             *  A method that gets called when the field gains the focus.
             */
            onFocus: function() {
              if (Def2.Autocompleter.completionOptionsScrollerClicked_ === true) {
                Def2.Autocompleter.completionOptionsScrollerClicked_ = false;
              } else {
                this.matchListItemsToField_ = false;
                if (!this.listLoadAttempted_ && this.listIsEmpty() && !this.element.comboField) {
                  this.loadList();
                }
                Def2.Autocompleter.Base.prototype.onFocus.apply(this);
                if (this.enabled_) {
                  this.listBelowField_ = true;
                  this.focusInProgress_ = true;
                  this.hideList();
                  this.element.shakeCanceled = false;
                  this.maybeShowList();
                  setTimeout(() => {
                    this._disableListItemClick = false;
                  }, 10);
                  this.index = this.getInitialSelectionIndex();
                  if (this.index >= 0) {
                    this.setFieldToListValue(this.listItemValue(this.getCurrentEntry()));
                    this.element.select();
                    this.render();
                  }
                  this.focusInProgress_ = false;
                }
              }
            },
            /**
             *  Decides whether the list should be shown, and if so, positions and shows
             *  it.  This used to be a part of onFocus.
             */
            maybeShowList: function() {
              this.activate();
              this.render();
              var blnShowList = false;
              if (this.preventListFromShowing) {
                blnShowList = false;
              } else if (this.add_seqnum == false) {
                blnShowList = this.entryCount > 0;
              } else {
                if (this.entryCount > 1 || !this.autoFill_) {
                  blnShowList = true;
                } else if (this.entryCount == 1) {
                  var value = this.listItemValue(Def2.Autocompleter.listItemElements()[0]);
                  blnShowList = value != this.processedFieldVal_;
                }
              }
              if (blnShowList == true) {
                this.posAnsList();
                this.showList();
                this.readSearchCount();
              }
            },
            /**
             *  Handles clicks on the field.
             */
            onFieldClick: function() {
              if (this.enabled_ && // i.e. has list items
              this.element.id === Def2.Autocompleter.currentAutoCompField_ && (!this.listShowing || this.matchListItemsToField_)) {
                this.matchListItemsToField_ = false;
                var oldSug = this.suggestionMode_;
                this.suggestionMode_ = Def2.Autocompleter.NO_COMPLETION_SUGGESTIONS;
                this.maybeShowList();
                this.suggestionMode_ = oldSug;
              }
            },
            /**
             *  Puts the focus into the field.
             */
            focusField: function() {
              this.element.focus();
            },
            /**
             *  Returns the value of a list item
             * @param li the list item DOM element.
             */
            listItemValue: function(li) {
              const autocompleteIndex = li.getAttribute("autocompRawListIndex");
              const value = this.isListHTML_ ? this.rawListWithoutTags_[autocompleteIndex] : this.rawList_[autocompleteIndex];
              return value;
            },
            /**
             *  Returns true if the given key event (from the input field) is a request
             *  for seeing the full list.  We are borrowing the key syntax for running
             *  a search in the search autocompleter, and reusing code (and hence the
             *  function name).
             */
            fieldEventIsBigList: function(event) {
              return event.ctrlKey && event.keyCode === keyCodes.ENTER;
            },
            /**
             *  This gets called when the "See more items" link is clicked (or when
             *  control + return is pressed, which is another way of making the same
             *  request).
             * @param event the click event on the link
             */
            handleSeeMoreItems: function(event) {
              this.seeMoreItemsClicked_ = true;
              $("lhc-tools-searchHint").style.display = "none";
              this.listBelowField_ = false;
              this.getUpdatedChoices();
              this.posAnsList();
              this.seeMoreItemsClicked_ = false;
              this.splitAutocomp_ = false;
              Def2.Autocompleter.stopEvent(event);
            },
            /**
             *  Returns the index of the item matching the given code.
             */
            findItemIndexByCode: function(code) {
              var codeIndex = null;
              for (var i = 0, max = this.itemCodes_.length; i < max && !codeIndex; ++i) {
                if (code == this.itemCodes_[i])
                  codeIndex = i;
              }
              return codeIndex;
            },
            /**
             *  Selects an item from the list by its code value.  Both the list field and
             *  the code field are set as a result.
             * @param code the code value for the list item
             */
            selectByCode: function(code) {
              var codeIndex = this.findItemIndexByCode(code);
              if (codeIndex != null) {
                this.setFieldToListValue(this.rawList_[codeIndex]);
              }
            },
            /**
             *  "Reads" the lhc-tools-searchCount and lhc-tools-moreResults divs via the ScreenReaderLog.
             * @return true if the search count was read.
             */
            readSearchCount: function() {
              var rtn = Def2.Autocompleter.Base.prototype.readSearchCount.apply(this);
              if (!rtn && this.entryCount > 0) {
                Def2.Autocompleter.screenReaderLog("Showing " + this.entryCount + " of " + this.rawList_.length + " items.");
                rtn = true;
              }
              return rtn;
            },
            // Copied as-is from controls.js  (remove this comment if you modify it).
            activate: function() {
              this.changed = false;
              this.hasFocus = true;
              this.getUpdatedChoices();
            }
          };
          Object.assign(Def2.Autocompleter.Prefetch.prototype, tmp);
          tmp = null;
        }
        if (typeof module !== "undefined")
          module.exports = definePrefetch;
        else
          definePrefetch(Def.PrototypeAPI.$, Def);
      })();
    }
  });

  // source/autoCompSearch.js
  var require_autoCompSearch = __commonJS({
    "source/autoCompSearch.js"(exports, module) {
      (function() {
        function defineSearch($, Def2) {
          "use strict";
          var Class = Def2.PrototypeAPI.Class;
          var keyCodes = Def2.jqueryLite.ui.keyCode;
          Def2.Autocompleter.Search = Class.create();
          var ctmp = {
            /**
             *  A cache for search result objects.  The key is the search
             *  autocompleter's base URL, and the value is a cache for queries sent to
             *  that URL.  (In a repeating line table, the cache gets shared across rows.)
             */
            urlToCache_: {},
            /**
             *  The maximum number of characters in the field for which we will send
             *  an autocompletion request.  If the field value is longer than this,
             *  we will truncate it when sending the request.
             */
            MAX_VALUE_SIZE_FOR_AUTOCOMP: 25,
            /**
             *  The number of results to request if the user clicks "see more".  This
             *  really only applies if the "fhir" option is set.  Otherwise, it is up
             *  to the server to pick a number of results when "maxList" is set.
             */
            EXPANDED_COUNT: 500,
            /**
             *  The constructor function.
             */
            constructor: Def2.Autocompleter.Search,
            /**
             * The superclass.
             */
            superclass: Def2.Autocompleter.Base.prototype
          };
          Object.assign(Def2.Autocompleter.Search, ctmp);
          ctmp = null;
          Object.assign(
            Def2.Autocompleter.Search.prototype,
            Def2.Autocompleter.Base.prototype
          );
          Def2.Autocompleter.Search.prototype.className = "Def.Autocompleter.Search";
          var tmp = {
            /**
             *  The pending Ajax request (if any).
             */
            lastAjaxRequest_: null,
            /**
             *  A reference to the search result cache for this autocompleter.  The
             *  results cache is an array of two hashes, where the index is the value of
             *  the "autocomp" parameter in the AJAX request, i.e, the 0th hash is
             *  the hash for the non-autocomp request (e.g. control+return to see
             *  an expanded results list) and the hash at index 1 is the hash for
             *  autocompletion results.  Each hash is a hash from the search string
             *  the autocompletion results for the string 'pro'.)
             */
            resultCache_: null,
            /**
             *  Whether we are using search result caches in this autocompleter.
             *  It might not be a good idea for all fields, but for now the default
             *  is to use it.
             */
            useResultCache_: true,
            /**
             *  The data for the suggestion list that appears when the user leaves a
             *  non-matching field value in a field for which matching values are not
             *  required.  (This could also be used for suggestions when a matching value
             *  is required, but we would need to change the message the user sees to
             *  handle that case.)
             */
            suggestionList_: null,
            /**
             * Whether to show a list when the empty field receives focus.
             * The list is used to provide user with some sample items.
             */
            showListOnFocusIfEmpty_: false,
            /**
             * Whether to show a loading indicator when search is taking place.
             */
            showLoadingIndicator_: true,
            /**
             * Stores the codes for items user has selected in a token-separated
             * input. Used only when options.tokens is used.
             */
            codesForSelectedItems_: {},
            /**
             * Pending queries for figuring out the codes of a token-separated input.
             * Used only when options.tokens is used.
             */
            pendingQueriesForCode_: [],
            /**
             *  The constructor.  (See Prototype's Class.create method.)
             * @param fieldID the ID or the DOM element of the field for which the
             *  list is displayed.  If an element is provided, it must contain an ID
             *  attribute, or one will be assigned.
             * @param url for getting the completion list.  Either this or the
             *  "search" function option must be set, but not both.
             *  Unless "fhir" is set as an option (see below), the website answering the
             *  URL is expected to understand the following parameters:
             *  <ul>
             *    <li>terms - the text from the field.  This should be used to find
             *     matching list items.</li>
             *    <li>maxList - if present, this signifies that this is a request
             *     for a large list of search results (e.g. by using the "see more" link
             *     on the list).  If maxList is not present, that means this is an autocompletion
             *     request and the server should return a short list (e.g. 7 items) as
             *     quickly as possible.</li>
             *    <li>authenticity_token - (optional) This is an anti-CSRF parameter.
             *     If the page has a value in window._token, it will get sent in this
             *     parameter.</li>
             *    <li>suggest - (optional) User input that does not match a list value
             *     will trigger a request for suggestions that are close to what the
             *     user typed.  A "suggest" parameter value of "1" means the request
             *     is for suggestions.</li>
             *    <li>field_val - When "suggest"==1, this contains the value the user
             *     typed.</li>
             *  </ul>
             *  When "fhir" is set, standard FHIR ValueSet $expand parameters will be
             *  used.  In this case, the URL should be the URL for a full expansion of
             *  the ValueSet, unless the fhir.search function is provided, in which
             *  case this parameter is not used.
             *
             *  The URL's response should be an array (unless the "fhir" option is
             *  set).  For a non-suggestion request
             *  (suggest != '1'), it should have the following elements:
             *  <ul>
             *    <li>position 0 - the total search result count (including the ones not
             *     returned, if autocomp==1). null if total is not known.</li>
             *    <li>position 1 - the list of codes for the list items (if the items are
             *     coded)</li>
             *    <li>position 2 - A hash of extra data about the list items (e.g.
             *     an extra set of codes), or null if there is none.
             *     The keys in the hash should be names for the
             *     data elements, and the values should be an array of values, one for
             *     each returned item.  Configuration for what gets returned here is out
             *     of scope of this class; this search autocompleter just sends the
             *     parameters above.  The extra data for the selected item (when the
             *     user makes a selection) can get be retrieved with
             *     getItemExtraData(itemText).</li>
             *    <li>position 3 - the list item data; each item is an array of display
             *     string fields which will be joined together.  (At a mimimum, each item
             *     should be an array of one string.)  These display strings can contain
             *     span tags for styling sub-strings (e.g. matches to the user's input)
             *     but other HTML tags will be escaped.</li>
             *    <li>position 4 - if present, this is an array of code system names
             *     identifying the code system for each of the codes in the code array in
             *     position 1.  This is useful for lists that contain entries from
             *     different code systems.</li>
             *  </ul>
             *  For a "suggest" request, the response should have the following elements:
             *  <ul>
             *    <li>position 0 - the list of codes for the suggested items (if the
             *     items have codes)</li>
             *    <li>position 1 - the list of display strings (an array of strings, not
             *     of arrays) for the suggested items.</li>
             *    <li>position 2 - A hash of extra data about the list items (the same
             *     as position 2 for the non-suggestion request above.)
             *    <li>position 3 - if present, this is an array of code system names
             *     identifying the code system for each of the codes in the code array in
             *     position 0.  This is useful for lists that contain entries from
             *     different code systems.</li>
             *  </ul>
             *  When the "fhir" option is present, the response will be expected to be
             *  a FHIR ValueSet expansion.
             * @param options A hash of optional parameters.  The allowed keys and their
             *  values are:
             *  <ul>
             *    <li>search - Either this or the "url" paramter should be set, but
             *     not both, and this will take precedence if both are specified.
             *     When set, this should be a function that takes the current field
             *     value and a requested result count, and returns a promise that resolves
             *     to results in the same format as specified for the "url" parameter
             *     above, unless the "fhir" option is specified, in which case the
             *     Promise should resolve to a ValueSet expansion.
             *    <li>fhir - If present, this parameter will switch the autocompleter into
             *     HL7 FHIR mode, sending FHIR $expand requests and processing ValueSet
             *     expansion results.</li>
             *    <li>matchListValue - Whether the field value is required to be one from
             *     the list (default: false).</li>
             *    <li>sort - Whether or not values should be sorted after being
             *     retrieved from the server.  (Default: true).  Note that if you do not
             *     want sorting, you might also want set the suggestionMode parameter to
             *     Def.Autocompleter.NO_COMPLETION_SUGGESTIONS so that a suggestion is
             *     not moved to the top of the list.</li>
             *    <li>suggestionMode - an integer specifying what type of suggestion
             *     should be offered based on what the user has typed.  For values, see
             *     defAutocompleterBaseInit in autoCompBase.js.
             *    <li>useResultCache - (default: true) Whether or not the results
             *     should be cached.  The same cache is used for all fields that share
             *     the same url parameter value.</li>
             *    <li>maxSelect - (default 1) The maximum number of items that can be
             *     selected.  Use '*' for unlimited.</li>
             *    <li>minChars - (default 1) The minimum number of characters that must
             *     be in the field before autocompletion will start.</li>
             *    <li>scrolledContainer - the element that should be scrolled to bring
             *     the list into view if it would otherwise extend below the edge of the
             *     window. The default is document.documentElement (i.e. the whole
             *     window).  This may be null if no scrolling is desired (e.g. if the
             *     list field is in a fixed position on the window), but in that
             *     case the list element might be unusually short.
             *     Note:  At present the only tested cases of this parameter are the
             *     default value and null.</li>
             *    <li>nonMatchSuggestions - (default: false, as of version 10)
             *     Whether a list of suggestions should be generated if the user
             *     enters a non-matching value.  To receive the list of suggestions,
             *     the program should register a callback function via
             *     Def.Autocompleter.Event.observeSuggestions, and if the user selects
             *     a suggestion, the function acceptSuggestion should be called on the
             *     autocompleter instance with the index of the selected suggestion.
             *     See section on Notifications in the documentation. This only
             *     applies when matchListValue is false.
             *    <li>headerBar - If the page has a fixed-position element at the top of
             *     the page (e.g. a top navigation bar), the autocompleter needs to know
             *     that so that when scrolling to show the list it doesn't scroll the current
             *     field under the header bar.  This is the element ID for such a header
             *     bar.</li>
             *    <li>tableFormat - If true, then if the list's items contain
             *     multiple fields, the list will be formatted in a table instead of just
             *     concatenating the fields together for each list item.</li>
             *    <li>valueCols - Used when tableFormat is true to indicate
             *     which columns in the table should be combined to form the field value
             *     when the row is selected.  This should be an array of column indices
             *     (starting with 0).  If absent, all columns will be combined for the
             *     value.  Note that the specification here must result in unique field
             *     values for each table row.</li>
             *    <li>colHeaders - Used when tableFormat is true, this is an array of
             *     column headers for the columns in the table.  If this is not supplied, no header
             *     row will be created.</li>
             *    <li>showListOnFocusIfEmpty - (default: false) Whether to show a list when the
             *     empty field receives focus.</li>
             *    <li>showLoadingIndicator - (default: true) Whether to show a loading indicator
             *     during search.</li>
             *    <ul>Somewhat obsolete, but not yet deprecated, parameters:
             *      <li>buttonID - the ID of the button (if there is one) which activates
             *       a search.  If you use this option, do not set matchListValue.</li>
             *      <li>autocomp - a boolean that controls whether the field should
             *       also autocomplete as the user types.  When this is false, the user
             *       won't see an autocompletion list until they hit return.  (Default:  true)</li>
             *      <li>dataRequester - A RecordDataRequester for getting additional data
             *       after the user makes a selection from the completion list.  This may be
             *       null, in which case no request for additional data is made.</li>
             *    </ul>
             *  </ul>
             */
            initialize: function(fieldID, url, options) {
              options = Object.assign({
                partialChars: 2,
                onHide: function(element, update) {
                  $("lhc-tools-searchCount").style.display = "none";
                  $("lhc-tools-moreResults").style.display = "none";
                  Def2.Autocompleter.Base.prototype.hideList.apply(this);
                }.bind(this),
                onShow: function(element, update) {
                  $("lhc-tools-searchCount").style.display = "block";
                  $("lhc-tools-moreResults").style.display = "block";
                  Def2.Autocompleter.Base.prototype.showList.apply(this);
                }.bind(this),
                onComplete: this.onComplete.bind(this)
              }, options || {});
              if (!Def2.Autocompleter.Base.classInit_)
                Def2.Autocompleter.Base.classInit();
              this.url = url;
              this.fhir = options.fhir;
              this.search = options.search || this.fhir && this.fhir.search;
              this.defAutocompleterBaseInit(fieldID, options);
              this.autocomp = options["autocomp"];
              if (this.autocomp === void 0)
                this.autocomp = true;
              else if (!this.autocomp) {
                this.options.frequency = 365 * 86400;
              }
              if (options.sort === void 0)
                options.sort = true;
              if (options["useResultCache"] !== null && options["useResultCache"] === false)
                this.useResultCache_ = false;
              this.showListOnFocusIfEmpty_ = options["showListOnFocusIfEmpty"] || false;
              if (options["showLoadingIndicator"] === false)
                this.showLoadingIndicator_ = false;
              if (this.showLoadingIndicator_) {
                var fieldParent = this.element.parentElement;
                var fieldContainer = document.createElement("span");
                fieldContainer.classList.add("loading-indicator-container");
                fieldParent.replaceChild(fieldContainer, this.element);
                fieldContainer.appendChild(this.element);
                this.progressElement = document.createElement("progress");
                fieldContainer.appendChild(this.progressElement);
              }
              this.addEventListenerToElement("focus", this.onFocus.bind(this));
              var buttonID = options["buttonID"];
              this.buttonID = buttonID;
              if (buttonID && buttonID !== "null") {
                var button = document.getElementById(buttonID);
                this.buttonMouseDownListener_ = this.buttonClick.bind(this);
                this.buttonKeyPressListener_ = this.buttonKeyPress.bind(this);
                button.addEventListener("mousedown", this.buttonMouseDownListener_);
                button.addEventListener("keypress", this.buttonKeyPressListener_);
              }
              this.element.classList.add("search_field");
              if (options.colHeaders) {
                this.colHeaderHTML = "<table><thead><th>" + options.colHeaders.join("</th><th>") + "</th></thead><tbody>";
              }
            },
            /**
             * Frees any references this autocompleter has to DOM objects.
             * Overrides detachFromDOM() in autoCompBase.js.
             */
            detachFromDOM: function() {
              if (!this.element)
                return;
              var fieldParent = this.element.parentElement;
              if (fieldParent.classList.contains("loading-indicator-container")) {
                var originalParent = fieldParent.parentElement;
                originalParent.replaceChild(this.element, fieldParent);
              }
              Def2.Autocompleter.Search.superclass.detachFromDOM.apply(this);
            },
            /**
             *  Detaches search-specific event listeners and pending work.
             *  Overrides stopObservingEvents() in autoCompBase.js.
             */
            stopObservingEvents: function() {
              Def2.Autocompleter.Search.superclass.stopObservingEvents.apply(this);
              if (this.buttonID) {
                var button = document.getElementById(this.buttonID);
                if (button) {
                  if (this.buttonMouseDownListener_)
                    button.removeEventListener("mousedown", this.buttonMouseDownListener_);
                  if (this.buttonKeyPressListener_)
                    button.removeEventListener("keypress", this.buttonKeyPressListener_);
                }
                this.buttonMouseDownListener_ = null;
                this.buttonKeyPressListener_ = null;
              }
              if (this.lastAjaxRequest_) {
                var request = this.lastAjaxRequest_;
                this.lastAjaxRequest_ = null;
                request.abort();
              }
              clearTimeout(this.loadingAnnouncerTimeout);
            },
            /**
             *  Initializes the itemToDataIndex_ map.
             */
            initItemToDataIndex: function() {
              this.itemToDataIndex_ = {};
            },
            /**
             *  A copy constructor, for a new field (e.g. another field in a new row
             *  of a table).
             * @param fieldID the ID of the field being assigned to the new autocompleter
             *  this method creates.
             * @return a new autocompleter for field field ID
             */
            dupForField: function(fieldID) {
              var dataReq = this.dupDataReqForField(fieldID);
              var opts = Object.clone(this.constructorOpts_);
              opts["dataRequester"] = dataReq;
              return new Def2.Autocompleter.Search(fieldID, this.url, opts);
            },
            /**
             *  Returns the field value (or partial value, if the tokens option was
             *  specified) with any field separator strings replaced by
             *  spaces, so it is ready to use as a search string.
             * @param fieldVal (optional) the field value if already obtained from this.element
             */
            getSearchStr: function(fieldVal) {
              var ac = Def2.Autocompleter;
              if (!ac.LIST_ITEM_FIELD_SEP_REGEX)
                ac.LIST_ITEM_FIELD_SEP_REGEX = new RegExp(ac.LIST_ITEM_FIELD_SEP, "g");
              if (!fieldVal)
                fieldVal = this.getToken();
              return fieldVal.replace(ac.LIST_ITEM_FIELD_SEP_REGEX, " ").trimLeft();
            },
            /**
             *  Runs the search (asynchronously).  This gets called when the search
             *  button is clicked.  When the search completes, onComplete
             *  will be called to update the choice list.
             */
            runSearch: function() {
              if (this.lastAjaxRequest_)
                this.lastAjaxRequest_.abort();
              var searchFn = this.search;
              if (this.url || searchFn) {
                this.searchInProgress = true;
                this.searchStartTime = (/* @__PURE__ */ new Date()).getTime();
                var searchStr = this.getSearchStr();
                var results = null;
                if (this.useResultCache_) {
                  results = this.getCachedResults(
                    searchStr,
                    this.getLoadCount(Def2.Autocompleter.Search.EXPANDED_COUNT)
                  );
                  if (results)
                    this.onComplete(results, true);
                }
                if (!results) {
                  if (this.showLoadingIndicator_)
                    this.showProgressBar();
                  if (searchFn)
                    this.useSearchFn(searchStr, Def2.Autocompleter.Search.EXPANDED_COUNT);
                  else
                    this.urlSearch(searchStr, Def2.Autocompleter.Search.EXPANDED_COUNT);
                  this.changed = false;
                  this.hasFocus = true;
                }
              }
            },
            /**
             * Returns the number of results to load or 0 for default value.
             * @param requestedCount the requested number of results
             */
            getLoadCount(requestedCount) {
              if (this.search || this.fhir) {
                return requestedCount + (this.multiSelect_ && Def2.Autocompleter.Base.MAX_ITEMS_BELOW_FIELD === requestedCount ? this.getSelectedItems().length : 0);
              } else {
                if (this.multiSelect_ && requestedCount === Def2.Autocompleter.Base.MAX_ITEMS_BELOW_FIELD) {
                  return requestedCount + this.getSelectedItems().length;
                } else if (requestedCount !== Def2.Autocompleter.Base.MAX_ITEMS_BELOW_FIELD) {
                  return requestedCount;
                } else {
                  return 0;
                }
              }
            },
            /**
             *  Runs the search function to get matching results.
             * @param searchStr the search string
             * @param requestedCount the requested number of results
             * @param onComplete optional onComplete callback
             */
            useSearchFn: function(searchStr, requestedCount, onComplete) {
              var self = this;
              return this.search(searchStr, this.getLoadCount(requestedCount)).then(
                function(results) {
                  if (onComplete)
                    onComplete(results, searchStr);
                  else
                    self.onComplete({ results, requestedCount, searchStr });
                },
                function(failReason) {
                  console.log("FHIR search failed: " + failReason);
                }
              );
            },
            /**
             *  Runs an AJAX search using the autocompleter's URL.
             * @param searchStr the search string
             * @param requestedCount the requested number of results
             * @param usePromise true if using a Promise to wrap the XMLHttpRequest.
             */
            urlSearch: function(searchStr, requestedCount, usePromise = false) {
              var paramData = {};
              if (this.fhir) {
                paramData.filter = searchStr;
                paramData._format = "application/json";
                paramData.count = this.getLoadCount(requestedCount);
              } else {
                paramData.terms = searchStr;
                var maxList = this.getLoadCount(requestedCount);
                if (maxList) {
                  paramData.maxList = maxList;
                }
              }
              if (window._token)
                params.authenticity_token = window._token;
              var options = {
                data: paramData,
                dataType: "json"
              };
              if (usePromise) {
                return Def2.jqueryLite.ajaxAsPromise(this.url, options);
              } else {
                options.complete = this.options.onComplete;
                this.lastAjaxRequest_ = Def2.jqueryLite.ajax(this.url, options);
                this.lastAjaxRequest_.requestParamData_ = paramData;
                this.lastAjaxRequest_.requestedCount = requestedCount;
              }
            },
            /**
             *  Initializes this.resultCache_.
             */
            initResultCache: function() {
              this.resultCache_ = this.url ? Def2.Autocompleter.Search.urlToCache_[this.url] : null;
              if (!this.resultCache_) {
                this.resultCache_ = [];
                if (this.url)
                  Def2.Autocompleter.Search.urlToCache_[this.url] = this.resultCache_;
              }
            },
            /**
             *  Returns the cached search results (in the form of an AJAX response object
             *  for a request initiated by runSearch or getUpdatedChoices)
             *  for the given search string, or null if there are no cached results.
             * @param str the search string
             * @param requestedCount the requested number of results
             */
            getCachedResults: function(str, requestedCount) {
              if (!this.resultCache_)
                this.initResultCache();
              return this.resultCache_[requestedCount] && this.resultCache_[requestedCount][str];
            },
            /**
             *  Stores search results for the given search string, for later re-use
             *  via getCachedResults.
             * @param str the search string
             * @param requestedCount the requested number of results
             * @param results the AJAX response object for a search initiated by
             *  runSearch or getUpdatedChoices.
             */
            storeCachedResults: function(str, requestedCount, results) {
              if (!this.resultCache_)
                this.initResultCache();
              if (!this.resultCache_[requestedCount]) {
                this.resultCache_[requestedCount] = {};
              }
              this.resultCache_[requestedCount][str] = results;
            },
            /**
             *  Forgets previously cached results.
             */
            clearCachedResults: function() {
              this.resultCache_ = [{}, {}];
              Def2.Autocompleter.Search.urlToCache_[this.url] = this.resultCache_;
            },
            /**
             *  Changes the autocompleter's URL to the given URL, and updates the cache.
             * @param url The new url for getting the completion list.  See the "url"
             *  parameter in the constructor.
             */
            setURL: function(url) {
              this.url = url;
              this.initResultCache();
            },
            /**
             *  Returns true if the given key event (from the input field) is a request
             *  for showing the expanded list.
             * @param event the key event
             */
            fieldEventIsBigList: function(event) {
              return event.keyCode === keyCodes.ENTER && (event.ctrlKey || !this.autocomp && this.domCache.get("elemVal") !== this.processedFieldVal_ && this.domCache.get("elemVal").trim() !== "");
            },
            /**
             *  This gets called when the user presses a key on the search button.
             * @param event the key event
             */
            buttonKeyPress: function(event) {
              if (event.keyCode === keyCodes.ENTER) {
                this.runSearch();
              }
            },
            /**
             *  Processes a returned set of choices in preparation for building
             *  the HTML for the update (choices) area.  This filters out selected
             *  items, sorts the items, and picks the default item.
             * @param fieldValToItemFields a hash from field value version of the list
             *  items to the list item arrays received from the AJAX call
             * @param requestedCount the requested number of results
             * @return an array of two elements, an array of field value strings from
             *  fieldValToItemFields ordered in the way the items should appear in the
             *  list, and a boolean indicating whether the
             *  topmost item is placed as a suggested item.
             */
            processChoices: function(fieldValToItemFields, requestedCount) {
              var filteredItems = [];
              var fieldVals = Object.keys(fieldValToItemFields);
              for (var i = 0, len = fieldVals.length; i < len; ++i) {
                var item = fieldVals[i];
                if (!this.multiSelect_ || !this.isSelected(item))
                  filteredItems.push(item);
              }
              if (filteredItems.length > 0 && !this.numHeadings_) {
                var useStats = this.suggestionMode_ === Def2.Autocompleter.USE_STATISTICS;
                var topItem = null;
                var topItemIndex = -1;
                if (useStats) {
                  topItemIndex = 0;
                } else if (this.suggestionMode_ === Def2.Autocompleter.SUGGEST_SHORTEST) {
                  topItemIndex = this.pickBestMatch(filteredItems);
                }
                if (this.options.sort) {
                  if (topItemIndex > -1) {
                    topItem = filteredItems[topItemIndex];
                    filteredItems[topItemIndex] = "";
                  }
                  filteredItems = filteredItems.sort(Def2.Autocompleter.Base.noCaseSort);
                  if (topItemIndex > -1)
                    filteredItems[0] = topItem;
                } else if (topItemIndex > 0) {
                  var temp = filteredItems[0];
                  filteredItems[0] = filteredItems[topItemIndex];
                  filteredItems[topItemIndex] = temp;
                }
                if (filteredItems.length > requestedCount) {
                  filteredItems.length = requestedCount;
                }
              }
              return [filteredItems, topItemIndex > -1];
            },
            /**
             *  HTML-escapes a string of text for display in a search list.
             *  Allows <span> tags to pass through.
             * @param text the string to escape
             * @return the escaped string
             */
            escapeHTML: function(text) {
              var f = Def2.Autocompleter.Base.escapeAttribute(text);
              return f.replace(/&lt;(\/)?span&gt;/g, "<$1span>");
            },
            /**
             *  Builds and returns the HTML for the selection area.
             * @param listFieldVals the array of field values for the items to be shown in the list.
             * @param bestMatchFound whether a best match was found as a recommenation
             * @param fieldValToItemFields a hash from field value version of the list
             *  items to the list item arrays received from the AJAX call
             */
            buildUpdateHTML: function(listFieldVals, bestMatchFound, fieldValToItemFields) {
              var rtn, htmlStart, htmlEnd, rowStartOpen, rowStartClose, fieldSep, rowEnd;
              var tableFormat = this.options.tableFormat;
              if (tableFormat) {
                htmlStart = this.colHeaderHTML || "<table><tbody>";
                htmlEnd = "</tbody></table>";
                rowStartOpen = "<tr";
                rowStartClose = "><td>";
                fieldSep = "</td><td>";
                rowEnd = "</td></tr>";
              } else {
                htmlStart = "<ul>";
                htmlEnd = "</ul>";
                rowStartOpen = "<li";
                rowStartClose = ">";
                fieldSep = Def2.Autocompleter.LIST_ITEM_FIELD_SEP;
                rowEnd = "</li>";
              }
              rtn = htmlStart;
              for (var i = 0, len = listFieldVals.length; i < len; ++i) {
                var itemText = listFieldVals[i];
                var itemFields = fieldValToItemFields[itemText];
                var escapedFields = [];
                for (var c = 0, flen = itemFields.length; c < flen; ++c)
                  escapedFields[c] = this.escapeHTML(itemFields[c]);
                rtn += rowStartOpen;
                if (i === 0 && bestMatchFound)
                  rtn += ' class="suggestion"';
                if (tableFormat)
                  rtn += ' data-fieldval="' + this.escapeHTML(itemText) + '"';
                rtn += rowStartClose;
                rtn += escapedFields.join(fieldSep);
                rtn += rowEnd;
              }
              rtn += htmlEnd;
              return rtn;
            },
            /**
             *  Updates the contents of the search count div below the list, if
             *  there were any results.
             * @param totalCount the total hits found on the server (possibly more than
             *  returned.)
             *  null should be passed in if total count is not known.
             * @param shownCount the number of hits to be shown in the list
             * @param responseLength (optional) the number of characters in the returned data
             */
            setSearchCountDiv: function(totalCount, shownCount, responseLength) {
              var searchCountElem = $("lhc-tools-searchCount");
              var searchCountStr = "";
              if (totalCount > 0 || totalCount === null) {
                searchCountStr = shownCount + " of " + (totalCount === null ? "unknown" : totalCount) + " total";
                var timestamp = /* @__PURE__ */ new Date();
                var elapsedTime = timestamp.getTime() - this.searchStartTime + this.options.frequency * 1e3 + "";
                var bytes = responseLength + "";
                if (bytes.length < 3)
                  bytes += "&nbsp;";
                var resultInfo = "; ";
                if (responseLength !== void 0)
                  resultInfo += bytes + " bytes in ";
                resultInfo += elapsedTime + " ms";
                if (elapsedTime.length < 3)
                  resultInfo += "&nbsp;";
                searchCountStr += resultInfo;
                searchCountElem.innerHTML = searchCountStr;
                $("lhc-tools-searchCount").style.display = "block";
              }
            },
            /**
             *  Returns a hash from the values that get placed into the form field when
             *  an item is selected to the array of item field values shown in the
             *  autocompletion list.  While doing this it also initializes
             *  itemToDataIndex_.
             * @param itemFieldArrays the array of item field arrays (one array per
             *  item
             */
            createFieldVals: function(itemFieldArrays) {
              var rtn = {};
              var valCols = this.options.valueCols;
              var joinSep = Def2.Autocompleter.LIST_ITEM_FIELD_SEP;
              this.itemToDataIndex_ = {};
              if (valCols)
                var numValCols = valCols.length;
              for (var i = 0, len = itemFieldArrays.length; i < len; ++i) {
                var itemFields = itemFieldArrays[i];
                var selectedFields;
                if (valCols) {
                  selectedFields = [];
                  for (var c = 0; c < numValCols; ++c)
                    selectedFields[c] = itemFields[valCols[c]];
                } else
                  selectedFields = itemFields;
                var fieldVal = selectedFields.join(joinSep);
                fieldVal = fieldVal.replace(/<\/?span>/g, "");
                this.itemToDataIndex_[fieldVal] = i;
                rtn[fieldVal] = itemFields;
              }
              return rtn;
            },
            /**
             *  This gets called when an Ajax request returns.  (See Prototype's
             *  Ajax.Request and callback sections.)
             * @param resultData An XMLHttpRequest object, or an object
             *  containing fields "results", "searchStr", and "requestedCount" that is
             *  produced by useSearchFn.
             * @param fromCache whether "response" is from the cache (optional).
             */
            onComplete: function(resultData, fromCache) {
              if (!this.element)
                return;
              const requestedCount = resultData.requestedCount || this.lastAjaxRequest_ && this.lastAjaxRequest_.requestedCount;
              if (requestedCount === void 0)
                return;
              var untrimmedFieldVal = this.getToken();
              this.trimmedElemVal = untrimmedFieldVal.trim();
              if (this.lastAjaxRequest_ === resultData) {
                this.lastAjaxRequest_ = null;
              }
              if (this.showLoadingIndicator_) {
                this.progressElement?.classList.remove("show");
                clearTimeout(this.loadingAnnouncerTimeout);
              }
              const usedSearchFn = !!resultData.results;
              if (resultData.status === 200 || usedSearchFn) {
                if (usedSearchFn) {
                  var searchStr = resultData.searchStr;
                  var autocomp = resultData.requestedCount === Def2.Autocompleter.Base.MAX_ITEMS_BELOW_FIELD;
                } else {
                  var reqParams = resultData.requestParamData_;
                  if (this.fhir) {
                    searchStr = reqParams.filter;
                    autocomp = reqParams.count === this.getLoadCount(Def2.Autocompleter.Base.MAX_ITEMS_BELOW_FIELD);
                  } else {
                    searchStr = reqParams.terms;
                    autocomp = reqParams.maxList === void 0 || reqParams.maxList === this.getLoadCount(Def2.Autocompleter.Base.MAX_ITEMS_BELOW_FIELD);
                  }
                }
                var searchAC = Def2.Autocompleter.Search;
                if (!fromCache && this.useResultCache_) {
                  this.storeCachedResults(searchStr, this.getLoadCount(requestedCount), resultData);
                }
                var searchStrForFieldVal = this.getSearchStr(untrimmedFieldVal);
                if (autocomp) {
                  searchStrForFieldVal = searchStrForFieldVal.substr(0, searchAC.MAX_VALUE_SIZE_FOR_AUTOCOMP);
                }
                if ((this.hasFocus || this.refocusInProgress_) && searchStrForFieldVal === searchStr) {
                  var results = usedSearchFn ? resultData.results : resultData.responseJSON || JSON.parse(resultData.responseText);
                  if (!this.fhir) {
                    var totalCount = results[0];
                    this.itemCodes_ = results[1];
                    this.listExtraData_ = results[2];
                    this.itemCodeSystems_ = results[4];
                    this.rawList_ = results[3];
                  } else {
                    totalCount = results.expansion.total;
                    this.listExtraData_ = null;
                    this.itemCodes_ = [];
                    this.itemCodeSystems_ = [];
                    this.rawList_ = [];
                    var items = results.expansion.contains;
                    if (items) {
                      for (var i = 0, len = items.length; i < len; ++i) {
                        var expItem = items[i];
                        this.itemCodes_[i] = expItem.code;
                        this.itemCodeSystems_[i] = expItem.system;
                        this.rawList_[i] = [expItem.display];
                      }
                    }
                  }
                  var fieldValToItemFields = this.createFieldVals(this.rawList_);
                  var data = this.processChoices(fieldValToItemFields, requestedCount);
                  var listFieldVals = data[0], bestMatchFound = data[1];
                  var listHTML = this.buildUpdateHTML(
                    listFieldVals,
                    bestMatchFound,
                    fieldValToItemFields
                  );
                  this.updateChoices(listHTML, false);
                  var shownCount = listFieldVals.length;
                  this.setSearchCountDiv(
                    totalCount,
                    shownCount,
                    usedSearchFn ? void 0 : resultData.responseText.length
                  );
                  if ((shownCount < totalCount || totalCount === null) && autocomp)
                    $("lhc-tools-moreResults").style.display = "block";
                  else {
                    $("lhc-tools-moreResults").style.display = "none";
                  }
                  if (this.showLoadingIndicator_ && this.loadingAnnounced && totalCount === 0) {
                    Def2.Autocompleter.screenReaderLog("No list items matched the field's value.");
                  }
                  this.searchInProgress = false;
                  this.listBelowField_ = this.entryCount <= Def2.Autocompleter.Base.MAX_ITEMS_BELOW_FIELD;
                  this.posAnsList();
                }
              }
            },
            /**
             *  Returns a hash of extra data (returned with AJAX autocompletion request)
             *  for a selected list item.
             *  Currently, this assumes that itemText was present in the last list shown
             *  for this field; if subsequent autocompletion requests take place in
             *  which itemText is not present, the return value will be empty.
             * @param itemText the display string of the selected item.
             */
            getItemExtraData: function(itemText) {
              var itemData = {};
              if (this.listExtraData_) {
                var dataIndex = this.itemToDataIndex_[itemText];
                if (dataIndex != null) {
                  var keys = Object.keys(this.listExtraData_);
                  for (var k = 0, numKeys = keys.length; k < numKeys; ++k) {
                    var key = keys[k];
                    itemData[key] = this.listExtraData_[key][dataIndex];
                  }
                }
              }
              return itemData;
            },
            /**
             *  Returns a hash of all data about the item whose value is currently in the
             *  field, unless itemText is provided, in which case it will return data
             *  for that item.  This should only be used just after a selection has been made.
             * @param itemText (optional) the display text of an list item.  If the text
             *  is not in the list, then the returned hash will only contain the "text"
             *  property.
             *
             * @return a hash with "code" and "text" properties for the selected item,
             *  and if there is any extra data for the item, that will be under a
             *  "data" sub-hash.  If the items came with code system data, there will
             *  also be a "code_system" property with the code system corresponding to
             *  "code".  Properties for which there are no values will not be present,
             *  except for the "text" property.
             */
            getItemData: function(itemText) {
              if (!itemText)
                itemText = this.domCache.get("elemVal");
              var rtn = { text: itemText };
              if (itemText != "" && this.itemToDataIndex_) {
                var code = this.getItemCode(itemText);
                if (code !== void 0 && code !== null) {
                  rtn.code = code;
                  if (this.itemCodeSystems_) {
                    var itemIndex = this.itemToDataIndex_[itemText];
                    var codeSys = this.itemCodeSystems_[itemIndex];
                    if (codeSys)
                      rtn.code_system = codeSys;
                  }
                }
                var data = this.getItemExtraData(itemText);
                if (Object.keys(data).length > 0)
                  rtn.data = data;
              }
              return rtn;
            },
            /**
             *  This gets called to show the list.
             */
            show: function() {
              if (this.listContainer.style.visibility === "hidden" || this.listContainer.style.visibility === "") {
                this.options.onShow(this.element, this.update);
              }
            },
            /**
             *  This to hide the list. (e.g. after a selection).
             */
            hide: function() {
              if (!this.searchInProgress) {
                Def2.Autocompleter.Search.superclass.hide.apply(this);
              }
            },
            /**
             *  Handles the click on the search button.
             * @param event the event object
             */
            buttonClick: function(event) {
              if (this.observer)
                clearTimeout(this.observer);
              this.searchInProgress = true;
              this.runSearch();
              Def2.Autocompleter.stopEvent(event);
            },
            /**
             *  This gets called when the "See more items" link is clicked.
             * @param event the click event on the link
             */
            handleSeeMoreItems: function(event) {
              if (this.multiSelect_ && this.domCache.get("elemVal") === "" && this.preFieldFillVal_) {
                this.setFieldVal(this.preFieldFillVal_, false);
              }
              this.buttonClick(event);
            },
            /**
             *  A method that gets called when the field gains the focus.
             */
            onFocus: function() {
              if (Def2.Autocompleter.completionOptionsScrollerClicked_ === true) {
                Def2.Autocompleter.completionOptionsScrollerClicked_ = false;
              } else {
                if (!this.refocusInProgress_) {
                  Def2.Autocompleter.screenReaderLog("Type to show matching list values.");
                  this.hide();
                  this.rawList_ = [];
                }
                Def2.Autocompleter.Base.prototype.onFocus.apply(this);
                this.hasFocus = true;
                if (this.showListOnFocusIfEmpty_) {
                  this.getUpdatedChoices();
                }
                setTimeout(() => {
                  this._disableListItemClick = false;
                }, 10);
              }
            },
            /**
             *  This gets called when the field loses focus.
             * @param event the DOM event object
             */
            onBlur: function(event) {
              if (!this.refocusInProgress_ && !Def2.Autocompleter.completionOptionsScrollerClicked_) {
                Def2.Autocompleter.Base.prototype.onBlur.apply(this, [event]);
                if (!this.searchInProgress) {
                  this.active = false;
                }
              }
            },
            /**
             *  Overrides the method in the Scriptaculous superclass to change the
             *  parameters that are posted.
             */
            getUpdatedChoices: function() {
              if (this.lastAjaxRequest_)
                this.lastAjaxRequest_.abort();
              if (this.url || this.search) {
                this.searchStartTime = (/* @__PURE__ */ new Date()).getTime();
                var results = null;
                var autocompSearch = Def2.Autocompleter.Search;
                var fieldVal = this.getSearchStr();
                if (fieldVal.length > autocompSearch.MAX_VALUE_SIZE_FOR_AUTOCOMP)
                  fieldVal = fieldVal.substr(0, autocompSearch.MAX_VALUE_SIZE_FOR_AUTOCOMP);
                if (this.useResultCache_) {
                  results = this.getCachedResults(fieldVal, this.getLoadCount(Def2.Autocompleter.Base.MAX_ITEMS_BELOW_FIELD));
                  if (results)
                    this.onComplete(results, true);
                }
                if (!results) {
                  if (this.showLoadingIndicator_)
                    this.showProgressBar();
                  if (this.search)
                    this.useSearchFn(fieldVal, Def2.Autocompleter.Base.MAX_ITEMS_BELOW_FIELD);
                  else
                    this.urlSearch(fieldVal, Def2.Autocompleter.Base.MAX_ITEMS_BELOW_FIELD);
                }
              }
            },
            /**
             * Shows the loading indicator.
             * Creates a timeout to announce the loading if the search doesn't finish in 1.5 seconds.
             */
            showProgressBar: function() {
              this.progressElement?.classList.add("show");
              clearTimeout(this.loadingAnnouncerTimeout);
              this.loadingAnnounced = false;
              this.loadingAnnouncerTimeout = setTimeout(() => {
                if (this.element) {
                  Def2.Autocompleter.screenReaderLog("A list is being loaded for the field.");
                  this.loadingAnnounced = true;
                }
              }, 1500);
            },
            /**
             *  Starts an AJAX call to find suggestions for a field value that does
             *  not match the list.
             */
            findSuggestions: function() {
              if (this.element && this.url) {
                var fieldVal = this.getSearchStr();
                var paramData = {
                  field_val: fieldVal,
                  suggest: 1
                };
                if (window._token)
                  params.authenticity_token = window._token;
                var options = {
                  data: paramData,
                  complete: this.onFindSuggestionComplete.bind(this)
                };
                Def2.jqueryLite.ajax(this.url, options);
              }
            },
            /**
             *  Handles the return of the AJAX call started in findSuggestions.
             *  (See Prototype's Ajax.Request and callback sections for a description
             *  of the parameter and how this works.)
             * @param response the XMLHttpRequest object
             */
            onFindSuggestionComplete: function(response) {
              if (!this.element)
                return;
              if (response.status === 200) {
                var responseData = response.responseJSON || JSON.parse(response.responseText);
                var codes = responseData[0];
                var eventData = [];
                var foundMatch = false;
                if (codes.length > 0) {
                  var listItems = responseData[1];
                  this.suggestionList_ = responseData;
                  var lowerCaseFieldVal = this.domCache.get("elemVal").trim().toLowerCase();
                  var fieldSep = Def2.Autocompleter.LIST_ITEM_FIELD_SEP;
                  for (var i = 0, max = listItems.length; !foundMatch && i < max; ++i) {
                    listItems[i] = listItems[i].join(fieldSep);
                    if (listItems[i].toLowerCase() === lowerCaseFieldVal) {
                      foundMatch = true;
                      if (this.observer)
                        clearTimeout(this.observer);
                      this.acceptSuggestion(i);
                    }
                  }
                  if (!foundMatch)
                    eventData = listItems;
                }
                if (!foundMatch) {
                  Def2.Autocompleter.Event.notifyObservers(
                    this.element,
                    "SUGGESTIONS",
                    { suggestion_list: eventData }
                  );
                }
              }
            },
            /**
             *  Handles the user's request to accept a suggestion as a replacement for
             *  the field value.
             * @param index the index (in the suggestionList_ codes and values)
             *  of the suggestion that was accepted.
             */
            acceptSuggestion: function(index) {
              if (!this.element)
                return;
              var codes = this.suggestionList_[0];
              var listItems = this.suggestionList_[1];
              var usedSuggestion = listItems[index];
              var valTyped = this.domCache.get("elemVal");
              var newVal = listItems[index];
              this.setFieldVal(this.processedFieldVal_ = usedSuggestion, false);
              this.setMatchStatusIndicator(true);
              this.fieldValIsListVal_ = true;
              this.propagateFieldChanges();
              Def2.Autocompleter.Event.notifyObservers(
                this.element,
                "SUGGESTION_USED",
                { suggestion_used: usedSuggestion }
              );
              this.itemCodes_ = codes;
              this.itemToDataIndex_ = {};
              this.itemToDataIndex_[listItems[index]] = index;
              this.listExtraData_ = this.suggestionList_[2];
              this.itemCodeSystems_ = this.suggestionList_[3];
              this.listSelectionNotification(valTyped, true);
              this.element.focus();
            },
            /**
             * Issues a query for the code of an item in the token-separated input.
             * @param item a segment of a token-separated input
             */
            queryForCode_: function(item) {
              if (this.search)
                return this.useSearchFn(item, Def2.Autocompleter.Base.MAX_ITEMS_BELOW_FIELD, this.queryForCodeOnComplete_);
              else
                return this.urlSearch(item, Def2.Autocompleter.Base.MAX_ITEMS_BELOW_FIELD, true).then((resultData) => {
                  this.queryForCodeOnComplete_(resultData, item);
                });
            },
            /**
             * Saves the code for an item in a token-separated input.
             * Used as a callback for a search query in this.queryForCode_().
             * @param resultData an XMLHttpRequest object
             * @param item a segment of a token-separated input
             */
            queryForCodeOnComplete_: function(resultData, item) {
              const usedSearchFn = !!resultData.results;
              var results = usedSearchFn ? resultData.results : resultData.responseJSON || JSON.parse(resultData.responseText);
              if (!this.fhir) {
                this.itemCodes_ = results[1];
                this.listExtraData_ = results[2];
                this.itemCodeSystems_ = results[4];
                this.rawList_ = results[3];
              } else {
                this.listExtraData_ = null;
                this.itemCodes_ = [];
                this.itemCodeSystems_ = [];
                this.rawList_ = [];
                var items = results.expansion.contains;
                if (items) {
                  for (var i = 0, len = items.length; i < len; ++i) {
                    var expItem = items[i];
                    this.itemCodes_[i] = expItem.code;
                    this.itemCodeSystems_[i] = expItem.system;
                    this.rawList_[i] = [expItem.display];
                  }
                }
              }
              this.createFieldVals(this.rawList_);
              this.codesForSelectedItems_[item] = this.getItemCode(item);
            }
          };
          Object.assign(Def2.Autocompleter.Search.prototype, tmp);
          tmp = null;
        }
        if (typeof module !== "undefined")
          module.exports = defineSearch;
        else
          defineSearch(Def.PrototypeAPI.$, Def);
      })();
    }
  });

  // source/autoCompEvents.js
  var require_autoCompEvents = __commonJS({
    "source/autoCompEvents.js"(exports, module) {
      (function() {
        function defineEvent($, Def2) {
          "use strict";
          Def2.Autocompleter.Event = {
            /**
             *  Registers a callback for when the list is expanded.
             * @param fieldKey the lookup key from Def.Observable.lookupKey(field) for which
             *  the given callback will be called.  Fields whose lookupKey value matches
             *  fieldKey will trigger the callback for this event.  The
             *  idea is that there might be multiple fields (perhaps of an unknown number)
             *  that are related for which the callback should receive notifications.
             *  This can be null, in which case the function will be called for every
             *  event of this kind, regardless of the field for which it occurred.
             * @param callback the function to be called when the event occurs.
             *  The function will be called with the argument
             *  {list_expansion_method: 'CtrlRet'} if it was expanded with the keyboard,
             *  and {list_expansion_method: 'clicked'} if it was expanded with
             *  the mouse.
             * @return function - Returns a function which can be called to remove the callback from the event handlers
             * list.
             */
            observeListExpansions: function(fieldKey, callback) {
              return this.storeCallback(fieldKey, "LIST_EXP", callback);
            },
            /**
             *  Registers a callback for when an item is selected from the list, or if
             *  the user enters a non-list value (for lists that support that).
             * @param fieldKey the lookup key from Def.Observable.lookupKey(field) for which
             *  the given callback will be called.  Fields whose lookupKey value matches
             *  fieldKey will trigger the callback for this event.  The
             *  idea is that there might be multiple fields (perhaps of an unknown number)
             *  that are related for which the callback should receive notifications.
             *  This can be null, in which case the function will be called for every
             *  event of this kind, regardless of the field for which it occurred.
             * @param callback the function to be called when the event occurs.
             *  The function will be called with a hash argument with the following keys:
             *  1) val_typed_in (what the user actually typed in);
             *  2) final_val (the final value for the field);
             *  3) used_list (boolean indicating whether or not the final was
             *     selected from a list, whether by clicking or by arrows);
             *  4) on_list - boolean indicating whether or not the final value was on
             *     the list
             *  5) input_method ('clicked', 'arrows', or 'typed')
             *  6) item_code - the code for the selected item, or null if there isn't
             *     one.
             *  7) removed - For multi-select lists, this indicates whether the
             *     selection was actual an unselection, removing the named item from the
             *     list of selected items.  When true, final_val is the removed value
             *     (although for multi-select fields the field is blank afterward).
             *     (Optional; default false)
             *  8) list - the items that were in the list (which is the full list for a
             *     prefetched list, or the portion shown to the user for a search list).
             *  9) field_id - the ID of the list field
             * @return function - Returns a function which can be called to remove the callback from the event handlers
             * list.
             */
            observeListSelections: function(fieldKey, callback) {
              return this.storeCallback(fieldKey, "LIST_SEL", callback);
            },
            /**
             *  Registers a callback for when a list field receives focus.
             * @param fieldKey the lookup key from Def.Observable.lookupKey(field) for which
             *  the given callback will be called.  Fields whose lookupKey value matches
             *  fieldKey will trigger the callback for this event.  The
             *  idea is that there might be multiple fields (perhaps of an unknown number)
             *  that are related for which the callback should receive notifications.
             * @param callback the function to be called when the event occurs.
             *  The function will be called with an the following argument:
             *  - start_val (the value already in the field)
             * @return function - Returns a function which can be called to remove the callback from the event handlers
             * list.
             */
            observeFocusEvents: function(fieldKey, callback) {
              return this.storeCallback(fieldKey, "FOCUS", callback);
            },
            /**
             *  Registers a callback for when users cancel the list (by pressing
             *  the escape key).  This closes the list and restores the field's value.
             * @param fieldKey the lookup key from Def.Observable.lookupKey(field) for which
             *  the given callback will be called.  Fields whose lookupKey value matches
             *  fieldKey will trigger the callback for this event.  The
             *  idea is that there might be multiple fields (perhaps of an unknown number)
             *  that are related for which the callback should receive notifications.
             * @param callback the function to be called when the event occurs.
             *  The function will be called with an the following argument:
             *  - restored_value (the value that was restored to the field)
             * @return function - Returns a function which can be called to remove the callback from the event handlers
             * list.
             */
            observeCancelList: function(fieldKey, callback) {
              return this.storeCallback(fieldKey, "CANCEL", callback);
            },
            /**
             *  Registers a callback for when suggestions should be shown to the
             *  user.  If the user selects a suggestion, the function acceptSuggestion
             *  should be called with the index of the selected suggestion.
             * @param fieldKey the lookup key from Def.Observable.lookupKey(field) for which
             *  the given callback will be called.  Fields whose lookupKey value matches
             *  fieldKey will trigger the callback for this event.  The
             *  idea is that there might be multiple fields (perhaps of an unknown number)
             *  that are related for which the callback should receive notifications.
             * @param callback the function to be called when the event occurs.
             *  The function will be called with an the following argument:
             *  - suggestion_list (an array of the values in the list to be shown to the user.
             *    or an empty array if no suggestions were found)
             * @return function - Returns a function which can be called to remove the callback from the event handlers
             * list.
             */
            observeSuggestions: function(fieldKey, callback) {
              return this.storeCallback(fieldKey, "SUGGESTIONS", callback);
            },
            /**
             *  Registers a callback for when a user accepts a suggestion.
             * @param fieldKey the lookup key from Def.Observable.lookupKey(field) for which
             *  the given callback will be called.  Fields whose lookupKey value matches
             *  fieldKey will trigger the callback for this event.  The
             *  idea is that there might be multiple fields (perhaps of an unknown number)
             *  that are related for which the callback should receive notifications.
             * @param callback the function to be called when the event occurs.
             * @return function - Returns a function which can be called to remove the callback from the event handlers
             * list.
             */
            observeSuggestionUsed: function(fieldKey, callback) {
              return this.storeCallback(fieldKey, "SUGGESTION_USED", callback);
            },
            /**
             *  For prefetched lists only, this registers a callback for when the
             *  list is changed via setListAndField but the field value does NOT change.
             *  (If the field value is changed, a change event is sent.)
             * @param fieldKey the lookup key from Def.Observable.lookupKey(field) for which
             *  the given callback will be called.  Fields whose lookupKey value matches
             *  fieldKey will trigger the callback for this event.  The
             *  idea is that there might be multiple fields (perhaps of an unknown number)
             *  that are related for which the callback should receive notifications.
             * @param callback the function to be called when the event occurs.
             * @return function - Returns a function which can be called to remove the callback from the event handlers
             * list.
             */
            observeListAssignments: function(fieldKey, callback) {
              return this.storeCallback(fieldKey, "LIST_ASSIGNMENT", callback);
            },
            /**
             *  Registers a callback for when a record data requester (any one) clears
             *  fields.
             * @param callback the function to be called.  It will get the following
             *  argument:
             *  - updatedFields: an array of DOM field elements for the fields that
             *    were cleared
             * @return function - Returns a function which can be called to remove the callback from the event handlers
             * list.
             */
            observeRDRClearing: function(callback) {
              return this.storeCallback(null, "RDR_CLEARING", callback);
            },
            /**
             *  Registers a callback for when a record data requester (any one) assigns
             *  values to fields.
             * @param callback the function to be called.  It will get a hash containing
             *  the following key/value pairs:
             *  - updatedFields: an array of DOM field elements for the fields that
             *    were cleared
             *  - updatedFieldIDToVal: a hash of field IDs to the updated values
             *  - listField - the field whose list had the record data requester.
             * @return function - Returns a function which can be called to remove the callback from the event handlers
             * list.
             */
            observeRDRAssignment: function(callback) {
              return this.storeCallback(null, "RDR_ASSIGNMENT", callback);
            }
          };
          Object.assign(Def2.Autocompleter.Event, Def2.Observable);
        }
        if (typeof module !== "undefined")
          module.exports = defineEvent;
        else
          defineEvent(Def.PrototypeAPI.$, Def);
      })();
    }
  });

  // source/autocomplete-lhc.js
  var require_autocomplete_lhc = __commonJS({
    "source/autocomplete-lhc.js"(exports, module) {
      (function() {
        function defineDirective(Def2) {
          "use strict";
          var AutocompInitializer = Def2.PrototypeAPI.Class.create({
            /**
             *  Constructor.
             * @param acOptions the options hash passed to the directive
             *  for configuring the autocompleter.
             * @param scope the AngularJS scope
             * @param element the jQuery-wrapped element for which an autocompleter is
             *  being created.
             * @param controller the AngularJS controller
             */
            initialize: function(acOptions, scope, element, controller) {
              this.displayedProp = acOptions.display || "text";
              this.scope = scope;
              this.acOptions = acOptions;
              if (controller) {
                this.pElem = element[0];
                var oldAC = this.pElem.autocomp;
                if (oldAC) {
                  oldAC.destroy();
                  scope.modelData = null;
                  this.removeAutocompFunction(controller.$formatters);
                  this.removeAutocompFunction(controller.$parsers);
                }
                var isSearch = acOptions.hasOwnProperty("url") || acOptions.fhir && acOptions.fhir.search;
                this.ac = isSearch ? this.searchList() : this.prefetchList();
                var md = scope.modelData;
                var hasPrepoluatedModel = md !== void 0 && md !== null;
                if (hasPrepoluatedModel) {
                  if (this.ac.multiSelect_) {
                    for (var i = 0, len = md.length; i < len; ++i) {
                      var dispVal = md[i][this.displayedProp];
                      this.ac.storeSelectedItem(dispVal, md[i].code);
                      this.ac.addToSelectedArea(dispVal);
                    }
                    this.ac.setFieldVal("", false);
                  } else {
                    var dispVal = md[this.displayedProp];
                    if (typeof dispVal === "string") {
                      this.ac.storeSelectedItem(dispVal, md.code);
                      this.ac.setFieldVal(dispVal, false);
                    } else
                      this.ac.setFieldVal("", false);
                  }
                }
                this.parser = this.parser.bind(this);
                this.parser.fromAutocomp = true;
                controller.$parsers.push(this.parser);
                this.formatter = this.formatter.bind(this);
                this.formatter.fromAutocomp = true;
                controller.$formatters.push(this.formatter);
              }
            },
            /**
             *  A parser to convert from the field value to the object
             *  containing the value and (e.g.) code.
             * @param value the field value
             * @return the model object.
             */
            parser: function(value) {
              var rtn = this.scope.modelData;
              if (rtn === void 0)
                rtn = null;
              return rtn;
            },
            /**
             *  A formatter to get the display string if the model is changed.
             * @param value the model object
             * @return the display string for the field value
             */
            formatter: function(value) {
              var rtn = "";
              if (!this.ac.multiSelect_) {
                if (typeof value === "string")
                  rtn = value;
                else if (value !== null && typeof value === "object" && typeof value[this.displayedProp] === "string") {
                  rtn = value[this.displayedProp];
                }
                rtn = rtn.trim();
              } else
                rtn = "";
              this.ac.setFieldVal(rtn, false);
              return rtn;
            },
            /**
             *  Returns model data for the field value "finalVal".  (Used for Prefetch
             *  lists.)  If the field is empty, null will be returned.
             * @param finaVal the field value after list selection.  This is the
             *  trimmed "text" value, which will be in the returned model object.
             * @param itemTextToItem a hash of list values to model data objects
             */
            getPrefetchItemModelData: function(finalVal, itemTextToItem) {
              var item = itemTextToItem[finalVal];
              if (!item) {
                if (finalVal != "") {
                  item = { _notOnList: true };
                  item[this.displayedProp] = finalVal;
                } else
                  item = null;
              }
              return item;
            },
            /**
             *  Returns true if the given model array already contains an item whose
             *  display value matches "val".  Used to avoid adding duplicate items to
             *  the model for multi-select lists.  (This checks the model array
             *  directly rather than the autocompleter's selection state, because the
             *  base class stores the selection before the event fires for list items
             *  but after it for off-list values.)
             * @param selectedItems the model array of selected item objects
             * @param prop the property on each model object holding the display value
             * @param val the display value to look for
             */
            modelHasItem: function(selectedItems, prop, val) {
              for (var i = 0, len = selectedItems.length; i < len; ++i) {
                if (selectedItems[i][prop] === val)
                  return true;
              }
              return false;
            },
            /**
             *  Handles a prefetch list selection event.
             * @param eventData the data about the selection event.
             * @param itemTextToItem a hash from display strings to items
             */
            prefetchListSelHandler: function(eventData, itemTextToItem) {
              var finalVal = eventData.final_val;
              if (!this.ac.multiSelect_) {
                this.scope.modelData = this.getPrefetchItemModelData(finalVal, itemTextToItem);
              } else {
                if (!this.scope.modelData)
                  this.scope.modelData = [];
                var selectedItems = this.scope.modelData;
                if (eventData.removed) {
                  var removedVal = eventData.final_val;
                  for (var i = 0, len = selectedItems.length; i < len; ++i) {
                    if (removedVal === selectedItems[i][this.displayedProp]) {
                      selectedItems.splice(i, 1);
                      break;
                    }
                  }
                } else if (eventData.on_list || !this.acOptions.matchListValue) {
                  var newModel = this.getPrefetchItemModelData(finalVal, itemTextToItem);
                  if (newModel && // could be null if the field value was empty
                  !this.modelHasItem(selectedItems, this.displayedProp, finalVal))
                    selectedItems.push(newModel);
                }
              }
            },
            /**
             *  Sets up a prefetched list on the field.
             */
            prefetchList: function() {
              var itemText = [];
              var itemTextToItem = {};
              var acOptions = this.acOptions;
              var defaultKey = null;
              var defaultValueSpec = acOptions.defaultValue;
              var defaultKeyVal = null;
              var displayedProp = this.displayedProp;
              if (defaultValueSpec !== void 0 && (this.scope.modelData === void 0 || this.scope.modelData === null)) {
                if (typeof defaultValueSpec === "string") {
                  defaultKey = displayedProp;
                  defaultKeyVal = defaultValueSpec;
                } else {
                  defaultKey = Object.keys(defaultValueSpec)[0];
                  defaultKeyVal = defaultValueSpec[defaultKey];
                }
              }
              var modelDefault = null;
              var oneItemText;
              for (var i = 0, numItems = acOptions.listItems.length; i < numItems; ++i) {
                var item = acOptions.listItems[i];
                oneItemText = item[displayedProp];
                itemText[i] = oneItemText;
                var trimmedText = oneItemText.trim();
                itemTextToItem[trimmedText] = item;
                if (defaultKey && item[defaultKey].trim() === defaultKeyVal)
                  modelDefault = this.getPrefetchItemModelData(trimmedText, itemTextToItem);
              }
              var ac = new Def2.Autocompleter.Prefetch(this.pElem, itemText, acOptions);
              this.addNameAttr();
              var self = this;
              this.updateListSelectionHandler(function(eventData) {
                self.scope.$apply(function() {
                  self.prefetchListSelHandler(eventData, itemTextToItem);
                });
              });
              if (modelDefault !== null && !this.scope.modelData)
                this.scope.modelData = ac.multiSelect_ ? [modelDefault] : modelDefault;
              return ac;
            },
            /**
             *  Returns the model data structure for a selected item in a search
             *  list.  If the field is empty, null will be returned.
             * @param itemText the display string of the selected item
             * @param onList true if the selected item was from the list
             */
            getSearchItemModelData: function(itemText, onList) {
              var rtn;
              if (itemText === "")
                rtn = null;
              else {
                rtn = this.ac.getItemData(itemText);
                if (!onList)
                  rtn._notOnList = true;
              }
              return rtn;
            },
            /**
             *  Assigns a name to the field if it is missing one.
             *  Names are used to register listeners.  We don't do this in the
             *  autocompleter base class to avoid polluting submitted form data
             *  with unintended fields.
             */
            addNameAttr: function() {
              if (this.pElem.name === "")
                this.pElem.name = this.pElem.id;
            },
            /**
             *  Handles a search list selection event.
             * @param eventData the data about the selection event.
             */
            searchListSelHandler: function(eventData) {
              var itemText = eventData.final_val;
              var onList = eventData.on_list;
              if (!this.ac.multiSelect_) {
                this.scope.modelData = this.getSearchItemModelData(itemText, onList);
              } else {
                if (!this.scope.modelData)
                  this.scope.modelData = [];
                var selectedItems = this.scope.modelData;
                if (eventData.removed) {
                  var removedVal = eventData.final_val;
                  for (var i = 0, len = selectedItems.length; i < len; ++i) {
                    if (removedVal === selectedItems[i].text) {
                      selectedItems.splice(i, 1);
                      break;
                    }
                  }
                } else if (eventData.on_list || !this.acOptions.matchListValue) {
                  var newModel = this.getSearchItemModelData(itemText, onList);
                  if (newModel && // could be null if the field value was empty
                  !this.modelHasItem(selectedItems, "text", itemText))
                    selectedItems.push(newModel);
                }
              }
            },
            /**
             *  Sets up a search list on the field.
             */
            searchList: function() {
              var ac = new Def2.Autocompleter.Search(this.pElem, this.acOptions.url, this.acOptions);
              this.addNameAttr();
              var self = this;
              this.updateListSelectionHandler(function(eventData) {
                self.scope.$apply(function() {
                  self.searchListSelHandler(eventData);
                });
              });
              return ac;
            },
            /**
             *  Takes an array of functions, and removes the first found that is
             *  flagged as being from an autocompleter.
             * @param functionList the array of functions
             */
            removeAutocompFunction: function(functionList) {
              for (var i = 0, len = functionList.length; i < len; ++i) {
                if (functionList[i].fromAutocomp) {
                  functionList.splice(i, 1);
                  break;
                }
              }
            },
            /**
             *  Updates (replaces) the list selection event handler.
             * @param handler the list selection event handler to be assigned
             */
            updateListSelectionHandler: function(handler) {
              var field = this.pElem;
              var fieldKey = Def2.Observable.lookupKey(field);
              var eh = Def2.Autocompleter.directiveListEventHandlers;
              var oldHandler = eh[field.id];
              if (oldHandler) {
                Def2.Autocompleter.Event.removeCallback(
                  fieldKey,
                  "LIST_SEL",
                  oldHandler
                );
              }
              Def2.Autocompleter.Event.observeListSelections(
                fieldKey,
                handler
              );
              eh[field.id] = handler;
            }
          });
          Def2.Autocompleter.directiveListEventHandlers = {};
          if (typeof angular !== "undefined") {
            angular.module("autocompleteLhcMod", []).directive(
              "autocompleteLhc",
              [function() {
                return {
                  restrict: "A",
                  require: "?ngModel",
                  scope: {
                    modelData: "=ngModel",
                    // the ng-model attribute on the tag
                    acOpts: "=autocompleteLhc"
                  },
                  link: function(scope, element, attrs, controller) {
                    if (!controller.$options)
                      controller.$options = {};
                    controller.$options.updateOn = "none";
                    controller.$options.updateOnDefault = false;
                    function initWidget(options) {
                      new AutocompInitializer(options, scope, element, controller);
                    }
                    scope.$watch("acOpts", initWidget, true);
                  }
                };
              }]
            );
          }
        }
        if (typeof module !== "undefined")
          module.exports = defineDirective;
        else
          defineDirective(Def);
      })();
    }
  });

  // source/index.js
  var require_index = __commonJS({
    "source/index.js"(exports, module) {
      var Def2 = {};
      Def2.PrototypeAPI = require_prototype_api();
      require_polyfill();
      require_jqueryLite()(Def2);
      require_effects()(Def2.PrototypeAPI.$, Def2);
      require_effectScroll()(Def2.PrototypeAPI, Def2.Effect);
      require_event_simulate()(Def2.PrototypeAPI.$, Def2);
      require_observable()(Def2);
      require_screenReaderLog()(Def2);
      require_recordDataRequester()(Def2.PrototypeAPI.$, Def2);
      require_fieldAlarms()(Def2.PrototypeAPI.$, Def2);
      require_bonk()(Def2);
      require_autoCompBase()(Def2.PrototypeAPI.$, Def2);
      require_autoCompPrefetch()(Def2.PrototypeAPI.$, Def2);
      require_autoCompSearch()(Def2.PrototypeAPI.$, Def2);
      require_autoCompEvents()(Def2.PrototypeAPI.$, Def2);
      require_autocomplete_lhc()(Def2);
      module.exports = Def2;
    }
  });
  return require_index();
})();
